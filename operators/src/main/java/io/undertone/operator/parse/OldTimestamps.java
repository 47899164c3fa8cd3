package io.undertone.operator.parse;

import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Detects timestamps that are all too old for reviews: typically seconds that are read as
 * milliseconds. Used by one thread.
 */
public final class OldTimestamps {

  /** Timestamps until the warning, if all of them are old. */
  public static final int ENOUGH = 10;

  /** There were no reviews on the web before. */
  static final long OLD_BEFORE = Instant.parse("1990-01-01T00:00:00Z").toEpochMilli();

  /** The greatest date of eight digits; in seconds it would be of 1973. */
  private static final long DATE_OF_DIGITS_MAX = 99_991_231;

  private final TimestampUnit unit;
  private long count;
  private long old;
  private long newest = Long.MIN_VALUE;

  /**
   * @param unit of timestamps that are numbers
   */
  public OldTimestamps(TimestampUnit unit) {
    this.unit = unit;
  }

  /** Adds the timestamp of a review that has one of its own, in epoch milliseconds. */
  public void add(long timestamp) {
    count++;
    old += timestamp < OLD_BEFORE ? 1 : 0;
    newest = Math.max(newest, timestamp);
  }

  /** Number of timestamps so far. */
  public long count() {
    return count;
  }

  /** A warning for the log; null if nothing is wrong. */
  public @Nullable String warning() {
    if (count == 0 || old < count) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "Reading timestamps in %s: expected some from 1990 on, found none among the first %,d. %s",
        read(),
        count,
        isOfDays()
            ? "If they are dates such as 20240131, give --timestamp-format yyyyMMdd; if they count"
                + " days or years, as in a spreadsheet, write them as dates."
            : "If they count something else, such as seconds, give --timestamp-unit s, ms or us.");
  }

  /** A hint for who has read all that there is; null if none or all are old. */
  public @Nullable String hintOfSome() {
    return old == 0 || old == count
        ? null
        : String.format(
            Locale.ROOT,
            "Timestamps before 1990: %,d of %,d. Numbers are read in %s; if some of them count something else, such as seconds, write all in one unit.",
            old,
            count,
            read());
  }

  /** Whether the numbers are too small to count even seconds. */
  private boolean isOfDays() {
    long millis = DATE_OF_DIGITS_MAX;
    long bound =
        switch (unit) {
          case S -> millis * 1000;
          case MS -> millis;
          case US -> millis / 1000;
        };
    return newest >= 0 && newest <= bound;
  }

  private String read() {
    return unit.name().toLowerCase(Locale.ROOT);
  }
}
