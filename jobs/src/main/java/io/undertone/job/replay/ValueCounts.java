package io.undertone.job.replay;

import io.undertone.job.local.DisplayNames;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts values, to name the most frequent ones. Memory is bounded. */
final class ValueCounts {

  /** Values that are named. */
  static final int NAMED_MAX = 10;

  /** Values that are counted one by one; further ones only add to the total. */
  private static final int DISTINCT_MAX = 1000;

  private final Map<String, Long> byValue = new HashMap<>();
  private long total;

  void add(String value) {
    total++;
    if (byValue.size() < DISTINCT_MAX || byValue.containsKey(value)) {
      byValue.merge(value, 1L, Long::sum);
    }
  }

  long total() {
    return total;
  }

  /** The most frequent values first, {@value #NAMED_MAX} at most. */
  List<String> mostFrequent() {
    return byValue.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(NAMED_MAX)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The same in words, each value with its count. */
  String inWords() {
    String named =
        mostFrequent().stream()
            .map(value -> "%s (%,d)".formatted(DisplayNames.of(value), byValue.get(value)))
            .collect(Collectors.joining(", "));
    return byValue.size() > NAMED_MAX ? named + " and others" : named;
  }
}
