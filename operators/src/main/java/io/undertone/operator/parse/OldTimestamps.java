package io.undertone.operator.parse;

import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Notices a stream whose timestamps are all too old for reviews: typically seconds, read as
 * milliseconds. Knows neither streams nor logs; used by one thread.
 */
public final class OldTimestamps {

  /** After so many timestamps, all of them old, it is time to warn. */
  public static final int ENOUGH = 10;

  /** Nobody wrote reviews on the web before. */
  static final long OLD_BEFORE = Instant.parse("1990-01-01T00:00:00Z").toEpochMilli();

  private final TimestampUnit unit;
  private long count;
  private boolean allOld = true;

  /**
   * @param unit in which numbers are read
   */
  public OldTimestamps(TimestampUnit unit) {
    this.unit = unit;
  }

  /** Takes the timestamp of a review that has its own, in epoch milliseconds. */
  public void add(long timestamp) {
    count++;
    allOld &= timestamp < OLD_BEFORE;
  }

  /** How many were taken. */
  public long count() {
    return count;
  }

  /** One line for whoever runs the job; null while nothing is odd. */
  public @Nullable String warning() {
    if (count == 0 || !allOld) {
      return null;
    }
    String read = unit.name().toLowerCase(Locale.ROOT);
    return String.format(
        Locale.ROOT,
        "Reading timestamps in %s: expected some from 1990 on, found none among the first %,d."
            + " If they count something else, such as seconds, give --timestamp-unit s, ms or us.",
        read,
        count);
  }
}
