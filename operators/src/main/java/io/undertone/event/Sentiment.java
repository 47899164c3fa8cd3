package io.undertone.event;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * The model's answer to a review.
 *
 * @param answer a label from a model with labels, a surprise from a language model
 * @param remembered how many of this user's reviews were in memory before this one
 * @param tokens number of token ids read, {@code <eor>} included if the model has one
 * @param truncated whether the text had more ids
 * @param model {@code name@version} of the bundle
 */
@TypeInfo(EventTypeFactory.class)
public record Sentiment(
    Origin origin, Answer answer, int remembered, int tokens, boolean truncated, String model) {

  public static final TypeInformation<Sentiment> TYPE =
      new EventType<>(Sentiment.class, new SentimentSerializer());

  /** The answer itself; a bundle's model always gives the same kind. */
  public sealed interface Answer {}

  /**
   * The answer of a model with labels.
   *
   * @param label the most probable label; of equals the first
   * @param score the probability of {@code label}
   * @param probabilities [C] one for each label, in the manifest's order
   * @param explanation of the score, if asked for; else null
   */
  public record Labelled(
      String label, double score, List<Double> probabilities, @Nullable Explanation explanation)
      implements Answer {

    public Labelled {
      probabilities = List.copyOf(probabilities);
    }
  }

  /**
   * The answer of a language model.
   *
   * @param natsPerToken mean negative log-likelihood of the text, given all that the user wrote
   *     before; null if no token was read
   */
  public record Surprise(@Nullable Double natsPerToken) implements Answer {}

  /**
   * The most probable label.
   *
   * @throws IllegalStateException if the model is a language model, which has no labels
   */
  public String label() {
    return labelled().label();
  }

  /**
   * The probability of the label.
   *
   * @throws IllegalStateException if the model is a language model, which has no labels
   */
  public double score() {
    return labelled().score();
  }

  /**
   * The label with all that belongs to it.
   *
   * @throws IllegalStateException if the model is a language model, which has no labels
   */
  public Labelled labelled() {
    if (answer instanceof Labelled labelled) {
      return labelled;
    }
    throw new IllegalStateException(
        "Asking %s for a label: expected a model with labels, found a language model. Ask for its surprise, or choose another model."
            .formatted(model));
  }
}
