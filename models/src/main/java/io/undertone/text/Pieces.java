package io.undertone.text;

import java.util.Arrays;

/**
 * A text cut into the pieces that its tokens stand for: whole characters, however many tokens one
 * takes. The pieces follow each other without a gap, from the start of the text to the last
 * character that was read.
 *
 * @param text what was read of the text, as it was written
 * @param ends [P] where each piece ends, in UTF-16 units of the text; at least one, ascending;
 *     nobody writes to them
 * @param tokens [P] how many ids were read when the piece was; nobody writes to them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Pieces(String text, int[] ends, int[] tokens) {

  private static final int ASCII_END = 0x80;
  private static final int TWO_BYTES_END = 0x800;

  /**
   * Cuts a text whose tokens are runs of its UTF-8 bytes. A character that the last token cuts is
   * part of the last piece, whole. A text without tokens is one empty piece.
   *
   * @param bytes of each token, from the start of the text on; half a surrogate pair counts as
   *     U+FFFD
   */
  public static Pieces ofBytes(String text, int[] bytes) {
    int[] ends = new int[Math.max(1, bytes.length)];
    int[] tokens = new int[ends.length];
    int pieces = 0;
    int end = 0;
    int open = 0;
    for (int token = 0; token < bytes.length; token++) {
      open += bytes[token];
      while (open > 0 && open >= bytesAt(text, end)) {
        open -= bytesAt(text, end);
        end += charactersAt(text, end);
      }
      boolean last = token == bytes.length - 1;
      if (open == 0 || last) {
        end += open == 0 ? 0 : charactersAt(text, end);
        ends[pieces] = end;
        tokens[pieces++] = token + 1;
      }
    }
    pieces = Math.max(1, pieces);
    return new Pieces(
        text.substring(0, end), Arrays.copyOf(ends, pieces), Arrays.copyOf(tokens, pieces));
  }

  private static int bytesAt(String text, int offset) {
    int letter = text.codePointAt(offset);
    if (letter < ASCII_END) {
      return 1;
    }
    return letter < TWO_BYTES_END ? 2 : Character.isBmpCodePoint(letter) ? 3 : 4;
  }

  private static int charactersAt(String text, int offset) {
    return Character.charCount(text.codePointAt(offset));
  }
}
