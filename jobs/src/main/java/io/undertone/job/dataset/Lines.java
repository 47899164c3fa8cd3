package io.undertone.job.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text as bytes, in any encoding; it knows nothing of what they say.
 *
 * <p>A line ends at the encoding's own line feed, at a place that is a multiple of its length: so
 * no half of a UTF-16 character is taken for one.
 */
final class Lines implements AutoCloseable {

  /** What lies behind this in one line is dropped, which leaves broken JSON to be rejected. */
  static final int LINE_BYTES_MAX = 16 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final InputStream in;
  private final Charset charset;
  private final byte[] lineFeed;
  private final byte[] carriageReturn;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private byte[] line = new byte[BUFFER_BYTES];
  private long number;
  private String end = "";

  /**
   * @param file what messages call it
   * @param in behind a byte-order mark
   */
  Lines(Path file, InputStream in, Charset charset) {
    this.file = file;
    this.in = in;
    this.charset = charset;
    this.lineFeed = StrictText.bytes("\n", charset);
    this.carriageReturn = StrictText.bytes("\r", charset);
  }

  /** The file that the lines are of. */
  Path file() {
    return file;
  }

  /** The number of the line that {@link #next} gave last, from 1. */
  long number() {
    return number;
  }

  /** What ended that line: a line feed, with or without a carriage return, or nothing. */
  String end() {
    return end;
  }

  /** The next line without its end, or null behind the last one. */
  byte @Nullable [] next() {
    int length = 0;
    boolean some = false;
    while (fill()) {
      some = true;
      int feed = lineFeedFrom(position);
      length = append(length, feed - position);
      boolean complete = feed < limit;
      position = complete ? feed + lineFeed.length : feed;
      if (complete) {
        return take(length, true);
      }
    }
    return some ? take(length, false) : null;
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
      limit = in.readNBytes(buffer, 0, buffer.length);
      return limit > 0;
    } catch (IOException failure) {
      throw Unreadable.because(file, charset, failure);
    }
  }

  private int lineFeedFrom(int start) {
    int at = start;
    if (lineFeed.length == 1) {
      byte feed = lineFeed[0];
      while (at < limit && buffer[at] != feed) {
        at++;
      }
      return at;
    }
    while (at + lineFeed.length <= limit && !ends(buffer, at + lineFeed.length, lineFeed)) {
      at += lineFeed.length;
    }
    return at + lineFeed.length <= limit ? at : limit;
  }

  private int append(int length, int more) {
    int kept = Math.min(more, LINE_BYTES_MAX - length);
    if (length + kept > line.length) {
      line = Arrays.copyOf(line, Math.max(length + kept, 2 * line.length));
    }
    System.arraycopy(buffer, position, line, length, kept);
    return length + kept;
  }

  private byte[] take(int length, boolean complete) {
    number++;
    boolean returned = length >= carriageReturn.length && ends(line, length, carriageReturn);
    end = !complete ? "" : returned ? "\r\n" : "\n";
    return Arrays.copyOf(line, returned ? length - carriageReturn.length : length);
  }

  /** Whether the bytes before an index are these. */
  private static boolean ends(byte[] bytes, int index, byte[] end) {
    return Arrays.equals(bytes, index - end.length, index, end, 0, end.length);
  }
}
