package io.undertone.operator.parse;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Checks bytes and texts for what UTF-8 allows. Stateless. */
public final class Utf8 {

  /** Where {@link #firstFault} found nothing. */
  static final int NO_FAULT = -1;

  /** Characters that are decoded at once. */
  private static final int CHARACTERS = 1024;

  private Utf8() {}

  /** Length of the byte-order mark at a place: 3, or 0 if there is none. */
  public static int byteOrderMark(byte[] bytes, int start) {
    boolean marked =
        bytes.length >= start + 3
            && bytes[start] == (byte) 0xEF
            && bytes[start + 1] == (byte) 0xBB
            && bytes[start + 2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  /**
   * The index of the first byte from here on that is not well-formed UTF-8, or {@link #NO_FAULT}.
   */
  static int firstFault(byte[] bytes, int start) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer unread = ByteBuffer.wrap(bytes, start, bytes.length - start);
    CharBuffer ignored = CharBuffer.allocate(CHARACTERS);
    CoderResult result;
    do {
      result = decoder.decode(unread, ignored.clear(), true);
    } while (result.isOverflow());
    return result.isError() ? unread.position() : NO_FAULT;
  }

  /** Whether a text has more bytes in UTF-8 than this. Half a surrogate pair counts as three. */
  static boolean isLongerThan(int bytesMax, String text) {
    return text.length() > bytesMax || (text.length() > bytesMax / 3 && length(text) > bytesMax);
  }

  /** Bytes of a text in UTF-8. Half a surrogate pair counts as three. */
  static long length(String text) {
    return text.codePoints().mapToLong(Utf8::length).sum();
  }

  private static int length(int character) {
    return character < 0x80
        ? 1
        : character < 0x800 ? 2 : Character.isBmpCodePoint(character) ? 3 : 4;
  }

  /** Whether a text has half a surrogate pair, which UTF-8 cannot encode. */
  public static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(each -> Character.getType(each) == Character.SURROGATE);
  }
}
