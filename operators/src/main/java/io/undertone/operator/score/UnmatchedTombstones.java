package io.undertone.operator.score;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that tombstones matched no user, so that a wrong spelling of ids is noticed: at once, then
 * at most once a minute. Used by one thread.
 */
final class UnmatchedTombstones {

  private static final Logger LOG = LoggerFactory.getLogger(UnmatchedTombstones.class);

  private final OnceAMinute lines;
  private long unlogged;

  /**
   * @param nanos a monotonic clock, such as {@link System#nanoTime}
   */
  UnmatchedTombstones(LongSupplier nanos) {
    this.lines = new OnceAMinute(nanos);
  }

  /** A tombstone matched no user; returns whether a line was logged. */
  boolean foundNobody(String user) {
    unlogged++;
    if (!lines.due()) {
      return false;
    }
    LOG.warn(
        "{} tombstone(s) found no memory to forget, the last one for a user id of {} characters: '{}'. If such users exist, their ids are written in another way; run's --key says how a key is read.",
        unlogged,
        user.length(),
        user);
    unlogged = 0;
    return true;
  }
}
