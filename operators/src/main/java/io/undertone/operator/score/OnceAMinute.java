package io.undertone.operator.score;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says when a line of the log is due: at once, then once a minute at most. Used by one thread at a
 * time.
 */
final class OnceAMinute {

  /** Nanoseconds between two lines. */
  static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanos;
  private long told;
  private boolean first = true;

  /**
   * @param nanos a clock, of whatever beginning
   */
  OnceAMinute(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether a line is due now; who asks writes it. */
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
