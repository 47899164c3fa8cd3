package io.undertone.job.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts reviews by true and predicted label; gives accuracy and F1. */
final class ConfusionMatrix {

  private final List<String> labels;
  private final long[][] counts; // [C gold][C predicted]

  ConfusionMatrix(List<String> labels) {
    this.labels = List.copyOf(labels);
    this.counts = new long[labels.size()][labels.size()];
  }

  /** Counts one review; both labels must be among the model's. */
  void add(String gold, String predicted) {
    counts[labels.indexOf(gold)][labels.indexOf(predicted)]++;
  }

  long labelled() {
    return Stream.of(counts).flatMapToLong(LongStream::of).sum();
  }

  /** The share that was right, or null if nothing was labelled. */
  @Nullable Double accuracy() {
    long right = IntStream.range(0, labels.size()).mapToLong(label -> counts[label][label]).sum();
    long labelled = labelled();
    return labelled == 0 ? null : (double) right / labelled;
  }

  /** The mean over the model's labels of F1, where a label that never occurs counts 0; or null. */
  @Nullable Double macroF1() {
    if (labelled() == 0) {
      return null;
    }
    double sum = 0;
    for (int label = 0; label < labels.size(); label++) {
      int predicted = label;
      long both =
          LongStream.of(counts[label]).sum()
              + Stream.of(counts).mapToLong(row -> row[predicted]).sum();
      sum += both == 0 ? 0 : 2.0 * counts[label][label] / both;
    }
    return sum / labels.size();
  }

  /** {@code {gold: {predicted: n}}}, in the model's order. */
  Map<String, Map<String, Long>> table() {
    Map<String, Map<String, Long>> table = new LinkedHashMap<>();
    for (int gold = 0; gold < labels.size(); gold++) {
      Map<String, Long> row = new LinkedHashMap<>();
      for (int predicted = 0; predicted < labels.size(); predicted++) {
        row.put(labels.get(predicted), counts[gold][predicted]);
      }
      table.put(labels.get(gold), row);
    }
    return table;
  }
}
