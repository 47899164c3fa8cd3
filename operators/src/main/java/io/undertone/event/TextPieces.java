package io.undertone.event;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The text that a review's ids stand for, as far as it was read, in pieces of whole characters.
 *
 * @param text what was read, as it was written
 * @param ends [P] where each piece ends, in UTF-16 units of the text; a piece begins where the one
 *     before it ends. Nobody writes to them
 * @param tokens [P] how many ids were read up to the end of each piece; nobody writes to them
 */
@SuppressWarnings("ArrayRecordComponent") // equality below compares the contents
public record TextPieces(String text, int[] ends, int[] tokens) {

  public TextPieces {
    if (ends.length == 0 || ends.length != tokens.length) {
      throw new IllegalArgumentException(
          "at least one piece has an end and a count, not %d and %d"
              .formatted(ends.length, tokens.length));
    }
  }

  /** Number of pieces, P. */
  public int count() {
    return ends.length;
  }

  /** Where a piece begins, in UTF-16 units of the text. */
  public int start(int piece) {
    return piece == 0 ? 0 : ends[piece - 1];
  }

  /** Where a piece ends, in UTF-16 units of the text. */
  public int end(int piece) {
    return ends[piece];
  }

  /** The letters of a piece, as they were written. */
  public String text(int piece) {
    return text.substring(start(piece), end(piece));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TextPieces that
        && text.equals(that.text)
        && Arrays.equals(ends, that.ends)
        && Arrays.equals(tokens, that.tokens);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, Arrays.hashCode(ends), Arrays.hashCode(tokens));
  }

  /** Says how much there is, never the text. */
  @Override
  public String toString() {
    return "TextPieces[" + count() + " of " + text.length() + " characters]";
  }
}
