package io.undertone.operator.parse;

import java.util.Arrays;

/** Tells where JSON begins among bytes, without parsing it. Stateless. */
final class JsonBytes {

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private JsonBytes() {}

  /** Whether there is only JSON's white space from here on. */
  static boolean isBlank(byte[] bytes, int start) {
    return visible(bytes, start) == bytes.length;
  }

  /** The first byte that is no white space, or 0. */
  static int firstVisible(byte[] bytes, int start) {
    int at = visible(bytes, start);
    return at == bytes.length ? 0 : bytes[at];
  }

  /** Whether an object, an array or a text begins with this character. */
  static boolean opens(int character) {
    return character == '{' || character == '[' || character == '"';
  }

  /** Whether an object, an array or null begins at a place, behind a byte-order mark or not. */
  static boolean beginsAt(byte[] bytes, int place) {
    if (bytes.length <= place) {
      return false;
    }
    int start = place + Utf8.byteOrderMark(bytes, place);
    int first = firstVisible(bytes, start);
    return first == '{' || first == '[' || isNull(bytes, start);
  }

  /** Whether the JSON from here on is null. */
  static boolean isNull(byte[] bytes, int start) {
    int at = visible(bytes, start);
    int end = at + NULL.length;
    return bytes.length >= end
        && Arrays.equals(bytes, at, end, NULL, 0, NULL.length)
        && isBlank(bytes, end);
  }

  /** Whether a byte is JSON's white space. */
  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private static int visible(byte[] bytes, int start) {
    int at = start;
    while (at < bytes.length && isBlank(bytes[at])) {
      at++;
    }
    return at;
  }
}
