package io.undertone.job.dataset;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** Text from bytes, where a byte too few or too many is a failure and never a guess. Stateless. */
final class StrictText {

  private StrictText() {}

  /** The text that these bytes are, or null where they are none in this encoding. */
  static @Nullable String of(byte[] bytes, Charset charset) {
    try {
      return decoder(charset).decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException undecodable) {
      return null;
    }
  }

  /** The bytes of ASCII characters in an encoding; a few encodings can only be read. */
  static byte[] bytes(String ascii, Charset charset) {
    return ascii.getBytes(charset.canEncode() ? charset : US_ASCII);
  }

  /** The same bytes, or what they are in UTF-8; reading fails at the first that is undecodable. */
  static InputStream asUtf8(InputStream in, Charset charset) {
    return charset.equals(UTF_8) ? in : new Utf8Stream(new InputStreamReader(in, decoder(charset)));
  }

  private static CharsetDecoder decoder(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** Characters as UTF-8, a buffer at a time. */
  private static final class Utf8Stream extends InputStream {

    private static final int BUFFER_CHARACTERS = 1 << 14;

    private final Reader in;
    private final char[] characters = new char[BUFFER_CHARACTERS];
    private int kept;
    private byte[] bytes = {};
    private int position;

    Utf8Stream(Reader in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return fill() ? bytes[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int given = Math.min(length, bytes.length - position);
      System.arraycopy(bytes, position, target, offset, given);
      position += given;
      return given;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }

    /** The first half of a surrogate pair waits for the second. */
    private boolean fill() throws IOException {
      while (position == bytes.length) {
        int read = in.read(characters, kept, BUFFER_CHARACTERS - kept);
        int count = kept + Math.max(0, read);
        if (count == 0) {
          return false;
        }
        kept = read > 0 && Character.isHighSurrogate(characters[count - 1]) ? 1 : 0;
        bytes = new String(characters, 0, count - kept).getBytes(UTF_8);
        position = 0;
        characters[0] = characters[count - 1];
      }
      return true;
    }
  }
}
