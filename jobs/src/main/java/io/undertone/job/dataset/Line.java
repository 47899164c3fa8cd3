package io.undertone.job.dataset;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * A line of a text as bytes, without its end.
 *
 * @param number from 1
 * @param bytes of the line, or the first of them if it is too long
 * @param length bytes of the whole line
 * @param charset of the bytes
 * @param end what ended the line: a line feed, with or without a carriage return, or nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Line(long number, byte[] bytes, long length, Charset charset, String end) {

  private static final char MARK = '\uFEFF';

  /** A line without the byte-order marks that joined files bring before it. */
  public static String withoutMarks(String line) {
    int marks = 0;
    while (marks < line.length() && line.charAt(marks) == MARK) {
      marks++;
    }
    return line.substring(marks);
  }

  /** Whether the line has more bytes than are here. */
  public boolean isCut() {
    return length > bytes.length;
  }

  /** The decoded bytes; null if they cannot be decoded. */
  public @Nullable String text() {
    return StrictText.of(bytes, charset);
  }

  /**
   * The position, from 1, of the first zero byte, which text in an 8-bit encoding does not have: it
   * is probably UTF-16. 0 if there is none.
   */
  public int zeroAt() {
    if (StrictText.bytes("\n", charset).length > 1) {
      return 0;
    }
    int at = 0;
    while (at < bytes.length && bytes[at] != 0) {
      at++;
    }
    return at < bytes.length ? at + 1 : 0;
  }

  /** The position, from 1, of the first undecodable byte; there has to be one. */
  public int undecodableAt() {
    return StrictText.undecodableAt(bytes, charset);
  }
}
