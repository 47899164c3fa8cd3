package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The encoding of a text, detected by its byte-order mark.
 *
 * @param markBytes length of the mark; 0 without one
 */
record DetectedEncoding(Charset charset, int markBytes) {

  /**
   * Byte-order marks, in hexadecimal. UTF-32 comes first, since its mark begins like UTF-16's. A
   * charset is looked up only if its mark is found, since GB18030 takes 20 ms to load.
   */
  private static final List<Mark> MARKS =
      List.of(
          new Mark("UTF-32LE", "FFFE0000"),
          new Mark("UTF-32BE", "0000FEFF"),
          new Mark("UTF-8", "EFBBBF"),
          new Mark("GB18030", "84319533"),
          new Mark("UTF-16LE", "FFFE"),
          new Mark("UTF-16BE", "FEFF"));

  private static final int MARK_BYTES_MAX = 4;

  private record Mark(String charset, String hexadecimal) {}

  /**
   * The encoding of a text that begins like this.
   *
   * @param given the encoding without a mark
   */
  static DetectedEncoding of(byte[] bytes, Charset given) {
    String begin = hexadecimal(bytes, Math.min(bytes.length, MARK_BYTES_MAX));
    for (Mark mark : MARKS) {
      if (begin.startsWith(mark.hexadecimal)) {
        return new DetectedEncoding(Charset.forName(mark.charset), mark.hexadecimal.length() / 2);
      }
    }
    if (given.equals(UTF_16)) { // its byte order is detected by an ASCII character
      boolean little = bytes.length > 1 && bytes[0] != 0 && bytes[1] == 0;
      return new DetectedEncoding(little ? UTF_16LE : UTF_16BE, 0);
    }
    return new DetectedEncoding(given, 0);
  }

  /** The same from a stream, which is then behind the mark; reads only as many bytes as needed. */
  static DetectedEncoding read(InputStream in, Charset given) throws IOException {
    in.mark(MARK_BYTES_MAX);
    byte[] bytes = new byte[MARK_BYTES_MAX];
    int length = 0;
    while (length < MARK_BYTES_MAX && mayBeMore(bytes, length, given)) {
      int read = in.read();
      if (read < 0) {
        break;
      }
      bytes[length++] = (byte) read;
    }
    in.reset();
    DetectedEncoding found = of(Arrays.copyOf(bytes, length), given);
    in.skipNBytes(found.markBytes);
    return found;
  }

  private static boolean mayBeMore(byte[] bytes, int length, Charset given) {
    String begin = hexadecimal(bytes, length);
    return (given.equals(UTF_16) && length < 2)
        || MARKS.stream().anyMatch(mark -> mark.hexadecimal.startsWith(begin));
  }

  private static String hexadecimal(byte[] bytes, int length) {
    return HexFormat.of().withUpperCase().formatHex(bytes, 0, length);
  }
}
