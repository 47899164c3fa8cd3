package io.undertone.operator.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What there is to know of UTF-8 before and after it is read. Stateless. */
final class Utf8 {

  /** Where {@link #firstFault} found nothing. */
  static final int NO_FAULT = -1;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ANY_HIGH_BIT = 0x8080808080808080L;

  private Utf8() {}

  /** How many bytes of a byte-order mark there are from here on: 3 or 0. */
  static int byteOrderMark(byte[] bytes, int start) {
    boolean marked =
        bytes.length >= start + 3
            && bytes[start] == (byte) 0xEF
            && bytes[start + 1] == (byte) 0xBB
            && bytes[start + 2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  /**
   * The index of the first byte from here on that is not well-formed UTF-8 (Unicode, table 3-7).
   */
  static int firstFault(byte[] bytes, int start) {
    int at = start;
    while (at < bytes.length) {
      if (at + Long.BYTES <= bytes.length
          && ((long) EIGHT_BYTES.get(bytes, at) & ANY_HIGH_BIT) == 0) {
        at += Long.BYTES;
      } else {
        int length = characterLength(bytes, at);
        if (length == 0) {
          return at;
        }
        at += length;
      }
    }
    return NO_FAULT;
  }

  /** Bytes of the character here, 1 to 4; 0 if there is no well-formed one. */
  private static int characterLength(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || at + length > bytes.length || !secondFits(first, bytes[at + 1] & 0xFF)) {
      return 0;
    }
    for (int more = at + 2; more < at + length; more++) {
      if ((bytes[more] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Keeps out overlong forms, halves of surrogate pairs and what lies beyond U+10FFFF. */
  private static boolean secondFits(int first, int second) {
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= least && second <= most;
  }

  /** Whether a text takes more bytes in UTF-8 than this. Half a surrogate pair counts as three. */
  static boolean isLongerThan(int bytesMax, String text) {
    if (text.length() > bytesMax) {
      return true;
    }
    return text.length() > bytesMax / 3 && length(text) > bytesMax;
  }

  /** Bytes of a text in UTF-8. Half a surrogate pair counts as three. */
  static long length(String text) {
    long length = text.length();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= 0x80) {
        length += c < 0x800 ? 1 : 2;
        if (Character.isHighSurrogate(c)
            && at + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(at + 1))) {
          at++; // two characters that together take four bytes
        }
      }
    }
    return length;
  }

  /** Whether half a surrogate pair stands alone in a text, so that no UTF-8 can say it. */
  static boolean hasLoneSurrogate(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(at))) {
          return true;
        }
        at++;
      }
    }
    return false;
  }
}
