package io.undertone.operator.score;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that tombstones found nobody, so that a wrong spelling of ids is seen: at once,
 * then once a minute at most. Used by one thread.
 */
final class Tombstones {

  private static final Logger LOG = LoggerFactory.getLogger(Tombstones.class);

  private final OnceAMinute lines;
  private long untold;

  /**
   * @param nanos a clock, of whatever beginning
   */
  Tombstones(LongSupplier nanos) {
    this.lines = new OnceAMinute(nanos);
  }

  /** A tombstone found nobody; says whether a line was written. */
  boolean foundNobody(String user) {
    untold++;
    if (!lines.due()) {
      return false;
    }
    LOG.warn(
        "{} tombstone(s) found no memory to forget, the last one for a user id of {} characters: '{}'. If such users exist, --key says how keys are written.",
        untold,
        user.length(),
        user);
    untold = 0;
    return true;
  }
}
