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
 * A stdout that throws if it cannot be written, as on a full disk or to a closed pipe. {@link
 * System#out} would ignore that, and the command would end as if all were well.
 */
final class Stdout extends FilterOutputStream {

  private @Nullable JobException failure;

  Stdout(OutputStream out) {
    super(out);
  }

  /** Replaces {@link System#out}; only in a process of Undertone's own. */
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
              JobException.found(lost),
              "What was written is not all.",
              lost);
      throw failure; // no IOException, which a PrintStream would swallow
    }
  }

  /** The failure to write; null if there was none. */
  @Nullable JobException failure() {
    return failure;
  }

  /** Java's encoding for stdout: the terminal's, else the default. */
  private static Charset encoding() {
    return Charset.forName(
        System.getProperty(
            "stdout.encoding",
            System.getProperty("sun.stdout.encoding", Charset.defaultCharset().name())));
  }
}
