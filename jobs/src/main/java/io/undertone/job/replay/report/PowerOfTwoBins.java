package io.undertone.job.replay.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Means by size, in bins whose bounds are powers of two: 0, 1, 2 to 3, 4 to 7, … */
final class PowerOfTwoBins {

  /** By the smallest size of the bin; at most 32 bins. */
  private final Map<Integer, Mean> bins = new TreeMap<>();

  /** One bin; both bounds are included. */
  record Bin(int from, int to, long count, double mean) {}

  /**
   * @param size at least 0
   */
  void add(int size, double value) {
    bins.computeIfAbsent(Integer.highestOneBit(size), unused -> new Mean()).add(value);
  }

  /** The bins that occur, ascending. */
  List<Bin> bins() {
    return bins.entrySet().stream()
        .map(
            each ->
                new Bin(
                    each.getKey(),
                    Math.max(2 * each.getKey() - 1, 0),
                    each.getValue().count(),
                    each.getValue().mean()))
        .toList();
  }
}
