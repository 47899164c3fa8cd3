package io.undertone.job.demo;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Measures how long nothing was heard, and says when that is too long. Used by one thread. */
final class Silence {

  private final Duration max;
  private final LongSupplier nanos;
  private long heard;

  /**
   * @param max how long is too long
   * @param nanos the time, as {@link System#nanoTime} tells it
   */
  Silence(Duration max, LongSupplier nanos) {
    this.max = max;
    this.nanos = nanos;
    this.heard = nanos.getAsLong();
  }

  /** Something was heard: the silence begins again. */
  void end() {
    heard = nanos.getAsLong();
  }

  boolean isTooLong() {
    return nanos.getAsLong() - heard > max.toNanos();
  }
}
