package io.undertone.job.replay.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The mean of values of which none is kept. */
final class Mean {

  private long count;
  private double sum;

  void add(double value) {
    count++;
    sum += value;
  }

  void add(Mean other) {
    count += other.count;
    sum += other.sum;
  }

  @JsonProperty
  long count() {
    return count;
  }

  /** NaN where there is no value. */
  @JsonProperty
  double mean() {
    return sum / count;
  }
}
