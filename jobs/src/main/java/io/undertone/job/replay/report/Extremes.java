package io.undertone.job.replay.report;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The {@value #REVIEWS_MAX} most certain mistakes, or the most surprising reviews. */
final class Extremes {

  static final int REVIEWS_MAX = 20;

  private static final Comparator<Extreme> BY_SCORE =
      Comparator.comparingDouble(Extreme::score)
          .thenComparing(Extreme::reviewId, Comparator.reverseOrder())
          .thenComparing(Extreme::userId, Comparator.reverseOrder());

  private final PriorityQueue<Extreme> most = new PriorityQueue<>(BY_SCORE);

  /**
   * One review.
   *
   * @param score the label's probability, or the surprise
   * @param label the predicted label; null for a language model
   * @param gold the true label
   */
  record Extreme(
      String reviewId,
      String userId,
      double score,
      @Nullable String label,
      @Nullable String gold,
      int remembered,
      int tokens) {}

  void add(Extreme extreme) {
    most.add(extreme);
    if (most.size() > REVIEWS_MAX) {
      most.poll();
    }
  }

  /** The most extreme first. */
  List<Extreme> most() {
    return most.stream().sorted(BY_SCORE.reversed()).toList();
  }
}
