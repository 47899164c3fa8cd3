package io.undertone.operator.score;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that tombstones found nobody, so that a wrong spelling of ids is seen: at once,
 * then once a minute at most. Used by one thread.
 */
final class Tombstones {

  private static final Logger LOG = LoggerFactory.getLogger(Tombstones.class);

  /** Nanoseconds between two lines. */
  static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanos;
  private long untold;
  private long told;
  private boolean first = true;

  /**
   * @param nanos a clock, of whatever beginning
   */
  Tombstones(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A tombstone found nobody; says whether a line was written. */
  boolean foundNobody(String user) {
    untold++;
    long now = nanos.getAsLong();
    if (!first && now - told < PAUSE) {
      return false;
    }
    LOG.warn(
        "{} tombstone(s) found no memory to forget, the last one for a user id of {} characters: '{}'. If such users exist, --key says how keys are written.",
        untold,
        user.length(),
        user);
    first = false;
    told = now;
    untold = 0;
    return true;
  }
}
