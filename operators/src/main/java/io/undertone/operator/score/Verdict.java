package io.undertone.operator.score;

import io.undertone.cell.Probabilities;
import io.undertone.cell.ReviewTask;
import io.undertone.event.Explanation;
import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.TextPieces;
import io.undertone.model.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in a model's words what it computed of a review. Immutable. */
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
   * What the model read of a review.
   *
   * @param tokens how many ids, {@code <eor>} included where the model has one
   * @param truncated whether ids were cut off before the {@code <eor>}
   * @param pieces of the text, if the review was explained; else null
   */
  record Reading(int tokens, boolean truncated, @Nullable TextPieces pieces) {}

  /**
   * The sentiment of a review.
   *
   * @param task finished
   * @throws IllegalStateException if its logits are no numbers
   */
  Sentiment of(Origin origin, ReviewTask task, Reading reading, int remembered) {
    return surprises
        ? surprise(origin, task.nats(), reading, remembered)
        : label(origin, task, reading, remembered);
  }

  private Sentiment surprise(Origin origin, float nats, Reading reading, int remembered) {
    requireNumbers(origin.reviewId(), nats);
    return Sentiment.ofSurprise(
        origin,
        reading.tokens() == 0 ? null : (double) nats / reading.tokens(),
        remembered,
        reading.tokens(),
        reading.truncated(),
        model);
  }

  private Sentiment label(Origin origin, ReviewTask task, Reading reading, int remembered) {
    double[] probabilities = Probabilities.softmax(task.logits());
    int best = 0;
    for (int label = 1; label < probabilities.length; label++) {
      if (probabilities[label] > probabilities[best]) {
        best = label;
      }
    }
    requireNumbers(origin.reviewId(), probabilities[best]);
    return new Sentiment(
        origin,
        labels.get(best),
        probabilities[best],
        probabilities,
        remembered,
        reading.tokens(),
        reading.truncated(),
        model,
        null,
        reading.pieces() == null ? null : explanation(reading.pieces(), task.prefixLogits()));
  }

  /** What is computed of no numbers is none. */
  void requireNumbers(String reviewId, double computed) {
    if (Double.isNaN(computed)) {
      throw new IllegalStateException(
          "Scoring review %s with %s: expected finite logits, found none. Check the model with its goldens."
              .formatted(reviewId, model));
    }
  }

  private Explanation explanation(TextPieces pieces, float[][] logits) {
    int label = labels.indexOf(Explanation.LABEL);
    double[] positive = new double[logits.length];
    for (int piece = 0; piece < positive.length; piece++) {
      positive[piece] = Probabilities.softmax(logits[piece])[label];
    }
    return new Explanation(pieces, positive);
  }
}
