package io.undertone.event;

import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * What the model says of a review.
 *
 * @param label the most probable label, the first of them where two are equal; null from a language
 *     model
 * @param score the probability of {@code label}; no number from a language model
 * @param probabilities [C] one for each label, in the manifest's order; nobody writes to them
 * @param remembered how many of this user's reviews were in memory before this one
 * @param tokens how many ids were read, {@code <eor>} included where the model has one
 * @param truncated whether ids were cut off before the {@code <eor>}
 * @param model {@code name@version} of the bundle
 * @param surprise nats per token that a language model was surprised by, given all that the user
 *     wrote before; null where nothing was read, and from models with labels
 * @param explanation how the score came about, if that was asked for; else null
 */
@SuppressWarnings("ArrayRecordComponent") // equality below compares the contents
@TypeInfo(EventTypeFactory.class)
public record Sentiment(
    Origin origin,
    @Nullable String label,
    double score,
    double[] probabilities,
    int remembered,
    int tokens,
    boolean truncated,
    String model,
    @Nullable Double surprise,
    @Nullable Explanation explanation) {

  public static final TypeInformation<Sentiment> TYPE =
      new EventType<>(Sentiment.class, new SentimentSerializer());

  private static final double[] NO_PROBABILITIES = {};

  /** What a language model says. */
  public static Sentiment ofSurprise(
      Origin origin,
      @Nullable Double surprise,
      int remembered,
      int tokens,
      boolean truncated,
      String model) {
    return new Sentiment(
        origin,
        null,
        Double.NaN,
        NO_PROBABILITIES,
        remembered,
        tokens,
        truncated,
        model,
        surprise,
        null);
  }

  /** A label, not explained. */
  public Sentiment(
      Origin origin,
      String label,
      double score,
      double[] probabilities,
      int remembered,
      int tokens,
      boolean truncated,
      String model) {
    this(origin, label, score, probabilities, remembered, tokens, truncated, model, null, null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sentiment that
        && origin.equals(that.origin)
        && Objects.equals(label, that.label)
        && Double.compare(score, that.score) == 0
        && Arrays.equals(probabilities, that.probabilities)
        && remembered == that.remembered
        && tokens == that.tokens
        && truncated == that.truncated
        && model.equals(that.model)
        && Objects.equals(surprise, that.surprise)
        && Objects.equals(explanation, that.explanation);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        origin,
        label,
        score,
        Arrays.hashCode(probabilities),
        remembered,
        tokens,
        truncated,
        model,
        surprise,
        explanation);
  }

  @Override
  public String toString() {
    return "Sentiment[%s, %s %s, %s, surprise %s, remembered %d, %d tokens%s, %s]"
        .formatted(
            origin,
            label,
            score,
            Arrays.toString(probabilities),
            surprise,
            remembered,
            tokens,
            truncated ? ", truncated" : "",
            model);
  }
}
