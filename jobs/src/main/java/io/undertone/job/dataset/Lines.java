package io.undertone.job.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a text in any encoding into lines, and returns each as soon as it is complete.
 *
 * <p>A line ends only at a line feed in the encoding, with or without a carriage return before it,
 * and only at a multiple of its length, so that no half of a UTF-16 character is taken for one.
 */
public final class Lines implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final Charset charset;
  private final int bytesMax;
  private final int feedBytes;
  private final int feed; // its bytes, the last one lowest
  private final int feedMask;
  private final byte[] carriageReturn;

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  private byte[] line = new byte[256];
  private long length;
  private int last; // the newest four bytes of the line, the newest one lowest
  private long number;

  /**
   * @param in behind a byte-order mark
   * @param bytesMax bytes of a line that are kept; further ones are only counted
   */
  Lines(InputStream in, Charset charset, int bytesMax) {
    this.in = in;
    this.charset = charset;
    this.bytesMax = bytesMax;
    byte[] lineFeed = StrictText.bytes("\n", charset);
    int bytes = 0;
    for (byte each : lineFeed) {
      bytes = bytes << 8 | (each & 0xFF);
    }
    this.feed = bytes;
    this.feedBytes = lineFeed.length;
    this.feedMask = -1 >>> (Integer.SIZE - 8 * lineFeed.length);
    this.carriageReturn = StrictText.bytes("\r", charset);
  }

  /**
   * The lines of a text that may begin with a byte-order mark, which is skipped.
   *
   * @param given the encoding without a mark
   */
  public static Lines of(InputStream text, Charset given, int bytesMax) throws IOException {
    InputStream in = new BufferedInputStream(text);
    return new Lines(in, DetectedEncoding.read(in, given).charset(), bytesMax);
  }

  /** The next line, or null after the last one; waits for it. */
  public @Nullable Line next() throws IOException {
    while (position < limit || fill()) {
      if (ends()) {
        return take(true);
      }
    }
    return length == 0 ? null : take(false);
  }

  /** The next line if it is available already; else null. */
  public @Nullable Line poll() throws IOException {
    while (position < limit || (in.available() > 0 && fill())) {
      if (ends()) {
        return take(true);
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Reads what is available, at least one byte; false at the end. */
  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  /** Moves bytes from the buffer to the line; returns whether it ends there. */
  private boolean ends() {
    while (position < limit) {
      byte read = buffer[position++];
      keep(read);
      length++;
      last = last << 8 | (read & 0xFF);
      if ((last & feedMask) == feed && length % feedBytes == 0) {
        return true;
      }
    }
    return false;
  }

  private void keep(byte read) {
    if (length >= (long) bytesMax + Integer.BYTES) { // room for its end
      return;
    }
    if (length == line.length) {
      line = Arrays.copyOf(line, 2 * line.length);
    }
    line[(int) length] = read;
  }

  private Line take(boolean complete) {
    long all = complete ? length - feedBytes : length;
    int back = carriageReturn.length;
    int from = (int) Math.min(all, Integer.MAX_VALUE) - back;
    boolean returned =
        all <= bytesMax + back
            && from >= 0
            && Arrays.equals(line, from, from + back, carriageReturn, 0, back);
    long whole = returned ? from : all;
    byte[] kept = Arrays.copyOf(line, (int) Math.min(whole, bytesMax));
    length = 0;
    last = 0;
    number++;
    return new Line(number, kept, whole, charset, !complete ? "" : returned ? "\r\n" : "\n");
  }
}
