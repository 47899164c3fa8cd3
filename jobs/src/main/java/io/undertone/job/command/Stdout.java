package io.undertone.job.command;

import io.undertone.job.JobException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Where results go, with a failure that is heard: what {@link System#out} cannot write, to a full
 * disk or to a reader who has gone, it drops without a word, and a command would go on for nobody
 * and end as if all were well.
 */
final class Stdout extends FilterOutputStream {

  private @Nullable JobException failure;

  Stdout(OutputStream out) {
    super(out);
  }

  /** Puts one in the place of {@link System#out}; for a process that is Undertone's own. */
  static Stdout install() {
    Stdout stdout = new Stdout(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(new BufferedOutputStream(stdout), true, encoding()));
    return stdout;
  }

  @Override
  public void write(int part) {
    write(new byte[] {(byte) part}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) {
    try {
      out.write(bytes, start, length);
    } catch (IOException lost) {
      failure =
          new JobException(
              "Writing to stdout",
              "somebody or something that takes all of it",
              JobException.words(lost),
              "What was written is not all.",
              lost);
      throw failure; // no IOException: a PrintStream would keep that to itself
    }
  }

  /** Why not all was written; null if it was. */
  @Nullable JobException failure() {
    return failure;
  }

  /** As Java has it for stdout: a terminal's own, else the default. */
  private static Charset encoding() {
    return Charset.forName(
        System.getProperty(
            "stdout.encoding",
            System.getProperty("sun.stdout.encoding", Charset.defaultCharset().name())));
  }
}
