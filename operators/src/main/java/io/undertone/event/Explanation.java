package io.undertone.event;

import java.util.List;

/**
 * How the score of a review developed, piece by piece.
 *
 * @param pieces of the text, as far as it was read
 * @param positive [P] the probability of the label {@value #LABEL} as if the review had ended after
 *     each piece; the last one is the review's own
 */
public record Explanation(TextPieces pieces, List<Double> positive) {

  /** The label that is explained. */
  public static final String LABEL = "positive";

  public Explanation {
    positive = List.copyOf(positive);
    if (positive.size() != pieces.count()) {
      throw new IllegalArgumentException(
          pieces.count() + " pieces have a probability each, not " + positive.size());
    }
  }
}
