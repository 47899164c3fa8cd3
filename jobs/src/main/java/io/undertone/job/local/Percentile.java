package io.undertone.job.local;

import java.util.stream.DoubleStream;

/** Percentiles by the nearest rank, so that each is one of the values. */
public final class Percentile {

  private Percentile() {}

  /**
   * A percentile of values in any order; 0 if there are none.
   *
   * @param share above 0, at most 1
   */
  public static double of(DoubleStream values, double share) {
    double[] sorted = values.sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
