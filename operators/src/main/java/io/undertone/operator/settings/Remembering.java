package io.undertone.operator.settings;

import io.undertone.model.Manifest;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * What is kept of a user between reviews, and for how long.
 *
 * <p>Answers depend on the user's own time: {@link #holds} uses only the timestamps of that user's
 * reviews. Space is freed in processing time: state of users who did not come back expires after
 * {@link #timeToLive}, which has some spare time, so that it changes no answer while the job keeps
 * up.
 *
 * @param memory whether anything is kept
 * @param idleMax a user whose next review is later than this after the newest one starts fresh;
 *     zero means never
 * @param spare how long a job may be late or down before users lose memories that still hold
 * @param mismatch what to do with memory that another model wrote
 * @param rewarmReviews how many of each user's last reviews are kept as token ids, for a model that
 *     is deployed later to read
 */
public record Remembering(
    Memory memory, Duration idleMax, Duration spare, Mismatch mismatch, int rewarmReviews)
    implements Serializable {

  /** Longer times would overflow the valid years of timestamps. */
  public static final Duration TIME_BOUND = Duration.ofDays(365_000);

  /** A thousand reviews of a thousand tokens are megabytes for each user. */
  public static final int REWARM_REVIEWS_MAX = 1000;

  /** Whether memory is carried from review to review. */
  public enum Memory {
    CARRY,
    /** Every review starts fresh, and nothing is kept. */
    RESET
  }

  /** What to do with memory that another model wrote. It is never read. */
  public enum Mismatch {
    /** Let the user start fresh; counted, and logged once. */
    RESET,
    /** Fail the job, and name the model that wrote it. */
    FAIL
  }

  public Remembering {
    requireInBounds("idle time of a memory", idleMax);
    requireInBounds("spare time of a memory", spare);
    if (rewarmReviews < 0 || rewarmReviews > REWARM_REVIEWS_MAX) {
      throw new IllegalArgumentException(
          "Setting how many reviews are kept to rewarm: expected 0 to %d, found %d. Choose fewer."
              .formatted(REWARM_REVIEWS_MAX, rewarmReviews));
    }
  }

  /** Keeps no reviews. */
  public Remembering(Memory memory, Duration idleMax, Duration spare, Mismatch mismatch) {
    this(memory, idleMax, spare, mismatch, 0);
  }

  /** Carry, start fresh after 365 days, 30 days to spare, reset. */
  public static Remembering defaults() {
    return new Remembering(Memory.CARRY, Duration.ofDays(365), Duration.ofDays(30), Mismatch.RESET);
  }

  public Remembering with(Memory changed) {
    return new Remembering(changed, idleMax, spare, mismatch, rewarmReviews);
  }

  public Remembering withIdleMax(Duration changed) {
    return new Remembering(memory, changed, spare, mismatch, rewarmReviews);
  }

  public Remembering withSpare(Duration changed) {
    return new Remembering(memory, idleMax, changed, mismatch, rewarmReviews);
  }

  public Remembering with(Mismatch changed) {
    return new Remembering(memory, idleMax, spare, changed, rewarmReviews);
  }

  public Remembering withRewarmReviews(int changed) {
    return new Remembering(memory, idleMax, spare, mismatch, changed);
  }

  /** Whether anything is kept of users: the model has a memory, and it is carried. */
  public boolean carries(Manifest manifest) {
    return memory == Memory.CARRY && manifest.memoryFloats() > 0;
  }

  /**
   * Whether a memory still holds for a review. This is the whole rule: nothing else but a tombstone
   * ends a memory.
   *
   * @param seenLast the newest timestamp of that user's reviews so far
   * @param timestamp the review's own
   */
  public boolean holds(long seenLast, long timestamp) {
    long end = seenLast + idleMax.toMillis();
    boolean never = idleMax.isZero() || end < seenLast; // or beyond all time
    return never || timestamp <= end;
  }

  /** How long state lives after it was written, in processing time; empty: for ever. */
  public Optional<Duration> timeToLive() {
    return idleMax.isZero() ? Optional.empty() : Optional.of(idleMax.plus(spare));
  }

  private static void requireInBounds(String what, Duration time) {
    if (time.isNegative() || time.compareTo(TIME_BOUND) > 0) {
      throw new IllegalArgumentException(
          "Setting the longest %s: expected 0 to %d days, found %s. Choose a shorter one."
              .formatted(what, TIME_BOUND.toDays(), time));
    }
  }
}
