package io.undertone.job.replay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares predicted probabilities with observed frequencies, in ten bins of equal width. The
 * expected calibration error is the mean distance between the two, weighted by reviews (Guo et al.
 * 2017).
 */
final class Calibration {

  private static final int BINS = 10;

  private final Mean[] predicted = means();
  private final Mean[] happened = means();

  /**
   * One bin.
   *
   * @param predicted the mean probability in it
   * @param happened the share in which it came true
   */
  record Reliability(long count, double predicted, double happened) {}

  void add(double probability, boolean cameTrue) {
    int at = Math.min((int) (probability * BINS), BINS - 1);
    predicted[at].add(probability);
    happened[at].add(cameTrue ? 1 : 0);
  }

  /** The bins that occur, ascending. */
  List<Reliability> bins() {
    List<Reliability> bins = new ArrayList<>();
    for (int at = 0; at < BINS; at++) {
      if (predicted[at].count() > 0) {
        bins.add(new Reliability(predicted[at].count(), predicted[at].mean(), happened[at].mean()));
      }
    }
    return bins;
  }

  /** NaN without reviews. */
  double expectedError() {
    double sum = 0;
    long count = 0;
    for (Reliability each : bins()) {
      sum += each.count() * Math.abs(each.predicted() - each.happened());
      count += each.count();
    }
    return sum / count;
  }

  private static Mean[] means() {
    return Stream.generate(Mean::new).limit(BINS).toArray(Mean[]::new);
  }
}
