package io.undertone.operator.score;

import io.undertone.event.EmbeddedReview;
import io.undertone.event.Origin;
import io.undertone.event.TextPieces;
import io.undertone.event.TokenizedReview;
import org.jspecify.annotations.Nullable;

/**
 * What a sentiment needs of its review, whether that came tokenized or embedded.
 *
 * @param tokens number of token ids read, {@code <eor>} included if the model has one
 * @param truncated whether the text had more ids
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
