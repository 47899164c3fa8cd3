package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.apache.commons.io.input.ReaderInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes text strictly: malformed bytes are a failure, never replaced. Stateless. */
final class StrictText {

  private StrictText() {}

  /** The decoded text, or null if the bytes are malformed. */
  static @Nullable String of(byte[] bytes, Charset charset) {
    try {
      return decoder(charset).decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException undecodable) {
      return null;
    }
  }

  /** The position, from 1, of the first malformed byte; there has to be one. */
  static int undecodableAt(byte[] bytes, Charset charset) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      decoder(charset).decode(in);
      throw new IllegalArgumentException(bytes.length + " bytes that are all " + charset);
    } catch (CharacterCodingException undecodable) {
      return in.position() + 1;
    }
  }

  /** The bytes of ASCII characters in an encoding; a few encodings can only be read. */
  static byte[] bytes(String ascii, Charset charset) {
    return ascii.getBytes(charset.canEncode() ? charset : US_ASCII);
  }

  /** Converts a stream to UTF-8; reading fails at the first malformed byte. */
  static InputStream asUtf8(InputStream in, Charset charset) throws IOException {
    return charset.equals(UTF_8)
        ? in
        : ReaderInputStream.builder()
            .setReader(new InputStreamReader(in, decoder(charset)))
            .setCharset(UTF_8)
            .get();
  }

  private static CharsetDecoder decoder(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }
}
