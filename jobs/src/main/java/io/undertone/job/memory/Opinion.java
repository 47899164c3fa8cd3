package io.undertone.job.memory;

import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.operator.score.KeptMemory;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user's memory, and what it does to what the model says of one text.
 *
 * @param memory what is kept
 * @param labels the model's labels, in its order; none of a language model or where no model reads
 *     the memory
 * @param text what the model was asked of; null where it was not asked
 * @param with what the model says of the text with this memory; null where no model here wrote it
 * @param without what the same model says of it where nobody is remembered
 */
public record Opinion(
    KeptMemory memory,
    List<String> labels,
    @Nullable String text,
    @Nullable Sentiment with,
    @Nullable Sentiment without) {

  /** A memory that no model here reads. */
  static Opinion none(KeptMemory memory) {
    return new Opinion(memory, List.of(), null, null, null);
  }

  /** How far the memory moves what is said: a probability, or nats per token. */
  double lean() {
    return with == null ? 0 : Math.abs(difference(leaning()));
  }

  /** Where the memory leans to, in words: {@code negative by 0.12}, {@code surprise -0.12}. */
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
