package io.undertone.operator;

import java.io.Serializable;
import java.time.Duration;

/**
 * What is kept of a user between reviews, and for how long.
 *
 * @param memory whether anything is kept at all
 * @param idleMax a user whose next review is later than this after the last one starts fresh; zero
 *     means never
 * @param latenessMax how much longer, in event time, the state stays for reviews that come late
 * @param mismatch what to do about memory that another model wrote
 */
public record Remembering(Memory memory, Duration idleMax, Duration latenessMax, Mismatch mismatch)
    implements Serializable {

  /** Longer times would overflow the years that a timestamp may be of. */
  public static final Duration TIME_BOUND = Duration.ofDays(365_000);

  /** Whether memory goes on from review to review. */
  public enum Memory {
    CARRY,
    /** Every review starts fresh, and nothing is kept. */
    RESET
  }

  /** What to do about memory that another model wrote. It is never read. */
  public enum Mismatch {
    /** Start the user fresh; counted, and logged once. */
    RESET,
    /** Stop, and say which model wrote it. */
    FAIL
  }

  public Remembering {
    requireInBounds("idle time of a memory", idleMax);
    requireInBounds("lateness", latenessMax);
  }

  /** Carry, forget after 365 days of silence, wait one day more for the late, reset. */
  public static Remembering defaults() {
    return new Remembering(Memory.CARRY, Duration.ofDays(365), Duration.ofDays(1), Mismatch.RESET);
  }

  /** Whether memory ends with silence. */
  public boolean expires() {
    return !idleMax.isZero();
  }

  private static void requireInBounds(String what, Duration time) {
    if (time.isNegative() || time.compareTo(TIME_BOUND) > 0) {
      throw new IllegalArgumentException(
          "Setting the longest %s: expected 0 to %d days, found %s. Choose a shorter one."
              .formatted(what, TIME_BOUND.toDays(), time));
    }
  }
}
