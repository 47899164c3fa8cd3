package io.undertone.job.replay.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A running mean. */
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

  /** NaN without values. */
  @JsonProperty
  double mean() {
    return sum / count;
  }
}
