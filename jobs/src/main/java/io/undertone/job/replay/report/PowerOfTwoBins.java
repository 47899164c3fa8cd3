package io.undertone.job.replay.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Means by size, in bins whose bounds are powers of two: 0, 1, 2 to 3, 4 to 7, … */
final class PowerOfTwoBins {

  /** By the smallest size of the bin; at most 32 bins. */
  private final Map<Integer, Mean> classes = new TreeMap<>();

  /** One bin; both bounds are included. */
  record SizeClass(int from, int to, long count, double mean) {}

  /**
   * @param size at least 0
   */
  void add(int size, double value) {
    classes.computeIfAbsent(Integer.highestOneBit(size), unused -> new Mean()).add(value);
  }

  /** The bins that occur, ascending. */
  List<SizeClass> classes() {
    return classes.entrySet().stream()
        .map(
            each ->
                new SizeClass(
                    each.getKey(),
                    Math.max(2 * each.getKey() - 1, 0),
                    each.getValue().count(),
                    each.getValue().mean()))
        .toList();
  }
}
