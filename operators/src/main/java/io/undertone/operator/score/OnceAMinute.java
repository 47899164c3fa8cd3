package io.undertone.operator.score;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits the rate of a log line: the first at once, then at most one a minute. Used by one thread
 * at a time.
 */
final class OnceAMinute {

  /** Nanoseconds between two lines. */
  static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanos;
  private long told;
  private boolean first = true;

  /**
   * @param nanos a monotonic clock, such as {@link System#nanoTime}
   */
  OnceAMinute(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether a line may be logged now; the caller logs it. */
  boolean due() {
    long now = nanos.getAsLong();
    if (!first && now - told < PAUSE) {
      return false;
    }
    first = false;
    told = now;
    return true;
  }
}
