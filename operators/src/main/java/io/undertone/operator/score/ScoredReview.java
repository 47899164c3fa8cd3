package io.undertone.operator.score;

import io.undertone.event.EmbeddedReview;
import io.undertone.event.Origin;
import io.undertone.event.TextPieces;
import io.undertone.event.TokenizedReview;
import org.jspecify.annotations.Nullable;

/**
 * What a sentiment says of its review, whatever form the review came in.
 *
 * @param tokens how many ids were read, {@code <eor>} included where the model has one
 * @param truncated whether ids were cut off before the {@code <eor>}
 * @param pieces of the text, if the score is to be explained; else null
 */
record ScoredReview(Origin origin, int tokens, boolean truncated, @Nullable TextPieces pieces) {

  static ScoredReview of(EmbeddedReview review) {
    return new ScoredReview(review.origin(), review.tokens(), review.truncated(), null);
  }

  static ScoredReview of(TokenizedReview review) {
    return new ScoredReview(
        review.origin(), review.tokens().length, review.truncated(), review.pieces());
  }
}
