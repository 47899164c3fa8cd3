package io.undertone.job.demo;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Expires when nothing was received for too long. Used by one thread. */
final class SilenceTimeout {

  private final Duration max;
  private final LongSupplier nanos;
  private long heard;

  /**
   * @param max the longest silence
   * @param nanos the clock, such as {@link System#nanoTime}
   */
  SilenceTimeout(Duration max, LongSupplier nanos) {
    this.max = max;
    this.nanos = nanos;
    this.heard = nanos.getAsLong();
  }

  /** Something was received: the silence begins again. */
  void reset() {
    heard = nanos.getAsLong();
  }

  boolean isExpired() {
    return Duration.ofNanos(nanos.getAsLong() - heard).compareTo(max) > 0;
  }
}
