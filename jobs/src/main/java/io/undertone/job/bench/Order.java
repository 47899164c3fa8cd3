package io.undertone.job.bench;

import java.util.Arrays;
import java.util.List;

/** Figures in their order: what lies in the middle, and what most do not exceed. */
final class Order {

  private Order() {}

  /** The middle figure; of an even number of them the mean of the two in the middle. */
  static double median(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The smallest figure that at least a share of them does not exceed.
   *
   * @param share above 0, at most 1
   */
  static long percentile(long[] figures, double share) {
    long[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
