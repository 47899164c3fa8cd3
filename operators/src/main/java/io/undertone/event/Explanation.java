package io.undertone.event;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a review came to its score, piece by piece.
 *
 * @param pieces of the text, as far as it was read
 * @param positive [P] the probability of the label {@value #LABEL} as if the review had ended after
 *     each piece; the last one is the review's own. Nobody writes to them
 */
@SuppressWarnings("ArrayRecordComponent") // equality below compares the contents
public record Explanation(TextPieces pieces, double[] positive) {

  /** The label that is explained. */
  public static final String LABEL = "positive";

  public Explanation {
    if (positive.length != pieces.count()) {
      throw new IllegalArgumentException(
          pieces.count() + " pieces have a probability each, not " + positive.length);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Explanation that
        && pieces.equals(that.pieces)
        && Arrays.equals(positive, that.positive);
  }

  @Override
  public int hashCode() {
    return Objects.hash(pieces, Arrays.hashCode(positive));
  }
}
