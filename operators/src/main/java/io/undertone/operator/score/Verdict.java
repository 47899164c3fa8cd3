package io.undertone.operator.score;

import io.undertone.cell.Probabilities;
import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.model.Manifest;
import java.util.List;

/** Says in a model's words what its logits mean. Immutable. */
final class Verdict {

  private final List<String> labels;
  private final String model;

  Verdict(Manifest manifest) {
    this.labels = manifest.labels();
    this.model = manifest.id();
  }

  /**
   * The sentiment of a review.
   *
   * @param logits [C] by label
   * @throws IllegalStateException if they are no numbers
   */
  Sentiment of(Origin origin, float[] logits, int remembered, int tokens, boolean truncated) {
    double[] probabilities = Probabilities.softmax(logits);
    int best = 0;
    for (int label = 1; label < probabilities.length; label++) {
      if (probabilities[label] > probabilities[best]) {
        best = label;
      }
    }
    if (Double.isNaN(probabilities[best])) {
      throw new IllegalStateException(
          "Scoring review %s with %s: expected finite logits, found none. Check the model with its goldens."
              .formatted(origin.reviewId(), model));
    }
    return new Sentiment(
        origin,
        labels.get(best),
        probabilities[best],
        probabilities,
        remembered,
        tokens,
        truncated,
        model);
  }
}
