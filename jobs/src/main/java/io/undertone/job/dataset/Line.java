package io.undertone.job.dataset;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * A line of a text as bytes, without its end.
 *
 * @param number from 1
 * @param bytes the first of them, all but for a line that is too long
 * @param length bytes of the whole line
 * @param charset in which they are text
 * @param end what ended the line: a line feed, with or without a carriage return, or nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Line(long number, byte[] bytes, long length, Charset charset, String end) {

  /** The text that the bytes are, or null where they are none. */
  public @Nullable String text() {
    return StrictText.of(bytes, charset);
  }

  /**
   * The place, from 1, of the first zero byte, which no text of one-byte units has: UTF-16 that
   * nobody named; 0 where there is none.
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

  /** The place, from 1, of the first byte that is no text; only where there is one. */
  public int undecodableAt() {
    return StrictText.undecodableAt(bytes, charset);
  }
}
