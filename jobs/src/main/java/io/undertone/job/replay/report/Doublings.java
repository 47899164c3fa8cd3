package io.undertone.job.replay.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A mean by size, where each class is twice as wide as the one below: 0, 1, 2 to 3, 4 to 7, … */
final class Doublings {

  /** By the smallest size of the class: 32 at most. */
  private final Map<Integer, Mean> classes = new TreeMap<>();

  /** Sizes from one up to another, both included. */
  record SizeClass(int from, int to, long count, double mean) {}

  /**
   * @param size at least 0
   */
  void add(int size, double value) {
    classes.computeIfAbsent(Integer.highestOneBit(size), unused -> new Mean()).add(value);
  }

  /** Those that occur, ascending. */
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
