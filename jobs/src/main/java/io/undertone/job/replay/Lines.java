package io.undertone.job.replay;

import io.undertone.job.JobException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The lines of a file as bytes, plain or {@code .gz}; it knows nothing of what they say. */
final class Lines implements AutoCloseable {

  /** What lies behind this in one line is dropped, which leaves broken JSON to be rejected. */
  static final int LINE_BYTES_MAX = 16 << 20;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private byte[] line = new byte[BUFFER_BYTES];
  private long number;

  private Lines(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  static Lines of(Path file) {
    try {
      InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
      boolean zipped = file.toString().endsWith(".gz");
      return new Lines(file, zipped ? new GZIPInputStream(bytes, BUFFER_BYTES) : bytes);
    } catch (IOException unreadable) {
      throw damaged(file, unreadable);
    }
  }

  /** The number of the line that {@link #next} gave last, from 1. */
  long number() {
    return number;
  }

  /** The next line without its end, or null behind the last one. */
  byte @Nullable [] next() {
    int length = 0;
    boolean some = false;
    while (fill()) {
      some = true;
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      length = append(length, end - position);
      boolean complete = end < limit;
      position = complete ? end + 1 : end;
      if (complete) {
        return take(length);
      }
    }
    return some ? take(length) : null;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean fill() {
    if (position < limit) {
      return true;
    }
    try {
      position = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
      return limit > 0;
    } catch (IOException failure) {
      throw damaged(file, failure);
    }
  }

  private int append(int length, int more) {
    int kept = Math.min(more, LINE_BYTES_MAX - length);
    if (length + kept > line.length) {
      line = Arrays.copyOf(line, Math.max(length + kept, 2 * line.length));
    }
    System.arraycopy(buffer, position, line, length, kept);
    return length + kept;
  }

  private byte[] take(int length) {
    number++;
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    int start = number == 1 && end >= 3 && Arrays.equals(line, 0, 3, BYTE_ORDER_MARK, 0, 3) ? 3 : 0;
    return Arrays.copyOfRange(line, start, end);
  }

  private static JobException damaged(Path file, IOException failure) {
    boolean cut = failure instanceof EOFException || failure instanceof ZipException;
    return new JobException(
        "Reading the data set " + file,
        cut ? "a whole gzip file" : "a file that can be read",
        cut ? "one that is cut off or damaged" : "none",
        "Check the path and the file given to --dataset.",
        failure);
  }
}
