package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an input into lines at the line feed of its encoding, a carriage return before it included;
 * nothing else ends a line. A byte-order mark at the beginning says the encoding and is no part of
 * the first line. Gives a line as soon as it is there; knows nothing of what it says.
 */
final class ByteLines {

  private static final int BUFFER_BYTES = 1 << 13;

  /** Those whose byte-order mark is known; UTF-32 goes first, since its mark begins as UTF-16's. */
  private static final List<Charset> MARKED =
      Stream.of("UTF-32LE", "UTF-32BE", "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE")
          .map(Charset::forName)
          .toList();

  private final InputStream in;
  private final int bytesMax;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private boolean begun;
  private Charset charset;
  private byte[] line = new byte[256];
  private long number;

  /**
   * @param charset where no byte-order mark says otherwise
   * @param bytesMax of a line that are kept; the rest is only counted, its end perhaps with it
   */
  ByteLines(InputStream in, Charset charset, int bytesMax) {
    this.in = in;
    this.charset = charset;
    this.bytesMax = bytesMax;
  }

  /** The next line, or null behind the last one. */
  @Nullable ByteLine next() throws IOException {
    if (!begun) {
      begin();
      begun = true;
    }
    byte[] feed = bytes("\n");
    int last = 0; // four bytes, the newest lowest
    long length = 0;
    while (fill()) {
      byte read = buffer[position++];
      keep(read, length);
      length++;
      last = last << 8 | (read & 0xFF);
      if (length % feed.length == 0 && endsWith(last, feed)) {
        return take(length - feed.length);
      }
    }
    return length == 0 ? null : take(length);
  }

  private void begin() throws IOException {
    while (Arrays.stream(marks()).anyMatch(this::mayBegin) && more()) {}
    for (Charset marked : MARKED) {
      byte[] mark = "\uFEFF".getBytes(marked);
      if (limit >= mark.length && Arrays.equals(buffer, 0, mark.length, mark, 0, mark.length)) {
        charset = marked;
        position = mark.length;
        return;
      }
    }
    if (charset.equals(UTF_16)) { // its name does not say which byte comes first; ASCII does
      charset = limit > 1 && buffer[0] != 0 && buffer[1] == 0 ? UTF_16LE : UTF_16BE;
    }
  }

  private static byte[][] marks() {
    return MARKED.stream().map("\uFEFF"::getBytes).toArray(byte[][]::new);
  }

  /** Whether what was read so far is the beginning of a mark, and not yet all of it. */
  private boolean mayBegin(byte[] mark) {
    return limit < mark.length && Arrays.equals(buffer, 0, limit, mark, 0, limit);
  }

  private boolean fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = 0;
      return more();
    }
    return true;
  }

  /** Reads what is there, at least one byte; false at the end. */
  private boolean more() throws IOException {
    int read = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(0, read);
    return read > 0;
  }

  private void keep(byte read, long length) {
    if (length >= (long) bytesMax + Integer.BYTES) { // room for its end
      return;
    }
    if (length == line.length) {
      line = Arrays.copyOf(line, 2 * line.length);
    }
    line[(int) length] = read;
  }

  private ByteLine take(long length) {
    number++;
    byte[] end = bytes("\r");
    int from = (int) length - end.length;
    boolean returned =
        length <= bytesMax + end.length
            && from >= 0
            && Arrays.equals(line, from, from + end.length, end, 0, end.length);
    long whole = returned ? from : length;
    return new ByteLine(
        number, Arrays.copyOf(line, (int) Math.min(whole, bytesMax)), whole, charset);
  }

  private static boolean endsWith(int last, byte[] feed) {
    int expected = 0;
    for (byte each : feed) {
      expected = expected << 8 | (each & 0xFF);
    }
    int mask = feed.length == Integer.BYTES ? -1 : (1 << (8 * feed.length)) - 1;
    return (last & mask) == expected;
  }

  /** ASCII in the encoding of the input; a few encodings can only be read. */
  private byte[] bytes(String ascii) {
    return ascii.getBytes(charset.canEncode() ? charset : StandardCharsets.US_ASCII);
  }
}
