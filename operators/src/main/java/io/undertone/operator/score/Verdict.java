package io.undertone.operator.score;

import io.undertone.cell.Probabilities;
import io.undertone.cell.ReviewTask;
import io.undertone.event.Explanation;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.event.TextPieces;
import io.undertone.model.Manifest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns a model's output for a review into a sentiment: labels, probabilities, surprise. Immutable.
 */
final class Verdict {

  private final List<String> labels;
  private final String model;
  private final boolean surprises;

  Verdict(Manifest manifest) {
    this.labels = manifest.labels();
    this.model = manifest.id();
    this.surprises = manifest.surprise() != null;
  }

  /**
   * The sentiment of a review.
   *
   * @param task finished
   * @throws IllegalStateException if its logits are not finite
   */
  Sentiment of(ScoredReview review, ReviewTask task, int remembered) {
    return new Sentiment(
        review.origin(),
        surprises ? surprise(review, task.nats()) : label(review, task),
        remembered,
        review.tokens(),
        review.truncated(),
        model);
  }

  private Surprise surprise(ScoredReview review, float nats) {
    requireNumber(nats, review.origin().reviewId());
    return new Surprise(review.tokens() == 0 ? null : (double) nats / review.tokens());
  }

  private Labelled label(ScoredReview review, ReviewTask task) {
    List<Double> probabilities =
        Arrays.stream(Probabilities.softmax(task.logits())).boxed().toList();
    double score = Collections.max(probabilities);
    requireNumber(score, review.origin().reviewId());
    return new Labelled(
        labels.get(probabilities.indexOf(score)),
        score,
        probabilities,
        review.pieces() == null ? null : explanation(review.pieces(), task.prefixLogits()));
  }

  private Explanation explanation(TextPieces pieces, float[][] logits) {
    int label = labels.indexOf(Explanation.LABEL);
    return new Explanation(
        pieces, Stream.of(logits).map(prefix -> Probabilities.softmax(prefix)[label]).toList());
  }

  /** Fails if a result is not finite: the model is broken, and JSON has no such numbers. */
  void requireNumber(double computed, String reviewId) {
    if (!Double.isFinite(computed)) {
      throw new IllegalStateException(
          "Scoring review %s with %s: expected finite logits, found none. Check the model with its goldens."
              .formatted(reviewId, model));
    }
  }
}
