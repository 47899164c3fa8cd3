package io.undertone.job.replay;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the reviews whose label says nothing about a model, and which labels those are. */
final class LabelCounts {

  /** Unknown labels that are named. */
  static final int NAMED_MAX = 10;

  /** Unknown labels that are counted one by one; others are counted together. */
  private static final int DISTINCT_MAX = 1000;

  private final List<String> known;
  private final Map<String, Long> unknown = new HashMap<>();
  private long without;
  private long withUnknown;

  /**
   * @param known the model's labels
   */
  LabelCounts(List<String> known) {
    this.known = List.copyOf(known);
  }

  /** Counts one review; says whether the model knows its label. */
  boolean add(@Nullable String label) {
    if (label == null) {
      without++;
      return false;
    }
    if (known.contains(label)) {
      return true;
    }
    withUnknown++;
    if (unknown.size() < DISTINCT_MAX || unknown.containsKey(label)) {
      unknown.merge(label, 1L, Long::sum);
    }
    return false;
  }

  /** Reviews without a label. */
  long without() {
    return without;
  }

  /** Reviews with a label that the model does not know. */
  long withUnknown() {
    return withUnknown;
  }

  /** The most frequent of the labels that the model does not know. */
  List<String> unknown() {
    return unknown.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(NAMED_MAX)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The same in words, each with how many reviews carry it. */
  String unknownInWords() {
    String named =
        unknown().stream()
            .map(label -> "%s (%,d)".formatted(DisplayNames.of(label), unknown.get(label)))
            .collect(Collectors.joining(", "));
    return unknown.size() > NAMED_MAX ? named + " and others" : named;
  }
}
