package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/**
 * A line as bytes, without its end.
 *
 * @param number from 1
 * @param bytes the first of them, all but for a line that is too long to be a review
 * @param length bytes of the whole line
 * @param charset in which they are text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ByteLine(long number, byte[] bytes, long length, Charset charset) {

  /** A line in UTF-8. */
  static ByteLine of(long number, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new ByteLine(number, bytes, bytes.length, UTF_8);
  }

  /** Why no text can be had of the line; null if it can. */
  @Nullable String complaint() {
    if (length > bytes.length) {
      return "it has %d bytes, more than any that --text-bytes-max takes.".formatted(length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return decode(in).isError()
        ? "byte %d of its %d is not %s; name the encoding by --encoding."
            .formatted(in.position() + 1, length, charset.name())
        : null;
  }

  /** The text of a line without complaint. */
  String text() {
    return new String(bytes, charset);
  }

  /** Reads strictly: nothing is put in the place of what is undecodable. */
  private CoderResult decode(ByteBuffer in) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    int charactersMax = (int) Math.ceil((double) decoder.maxCharsPerByte() * bytes.length) + 1;
    CharBuffer out = CharBuffer.allocate(charactersMax);
    CoderResult decoded = decoder.decode(in, out, true);
    return decoded.isError() ? decoded : decoder.flush(out);
  }
}
