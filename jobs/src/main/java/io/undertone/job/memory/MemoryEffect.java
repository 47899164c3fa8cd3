package io.undertone.job.memory;

import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.operator.score.KeptMemory;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user's memory, and its effect on the model's answer to one text.
 *
 * @param labels the model's labels, in its order; empty for a language model, or without a model
 * @param text that was scored; null if none was
 * @param with the answer with this memory; null if there is no model that reads it
 * @param without the answer of the same model without memory
 */
public record MemoryEffect(
    KeptMemory memory,
    List<String> labels,
    @Nullable String text,
    @Nullable Sentiment with,
    @Nullable Sentiment without) {

  /** A memory that no model here reads. */
  static MemoryEffect none(KeptMemory memory) {
    return new MemoryEffect(memory, List.of(), null, null, null);
  }

  /** How much the memory changes the answer: a probability, or nats per token. */
  double lean() {
    return with == null ? 0 : Math.abs(difference(leaning()));
  }

  /** The change in words: {@code negative by 0.12}, {@code surprise -0.12}. */
  String leaningText() {
    if (with == null) {
      return "";
    }
    double difference = difference(leaning());
    return labels.isEmpty()
        ? String.format(Locale.ROOT, "surprise %+.2f", difference)
        : String.format(Locale.ROOT, "%s by %.2f", labels.get(leaning()), difference);
  }

  /** The label whose probability the memory raises most. */
  private int leaning() {
    int most = 0;
    for (int label = 1; label < labels.size(); label++) {
      if (difference(label) > difference(most)) {
        most = label;
      }
    }
    return most;
  }

  private double difference(int label) {
    return number(Objects.requireNonNull(with), label)
        - number(Objects.requireNonNull(without), label);
  }

  /** The probability of a label, or the surprise of a model that has none. */
  private static double number(Sentiment sentiment, int label) {
    if (sentiment.answer() instanceof Surprise surprise) {
      return surprise.natsPerToken() == null ? 0 : surprise.natsPerToken();
    }
    return sentiment.labelled().probabilities().get(label);
  }
}
