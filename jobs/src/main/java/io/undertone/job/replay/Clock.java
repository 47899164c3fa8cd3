package io.undertone.job.replay;

import io.undertone.job.replay.DatasetRow.Time;
import io.undertone.operator.RecordFormat.TimestampUnit;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes note of which rows say a time, and whether those times can be right. */
final class Clock {

  /** Nobody wrote a review on the web before. */
  private static final long OLD_BEFORE = Instant.parse("1990-01-01T00:00:00Z").toEpochMilli();

  private final TimestampUnit unit;
  private long own;
  private long missing;
  private long latest = Long.MIN_VALUE;

  /**
   * @param unit in which numbers were read
   */
  Clock(TimestampUnit unit) {
    this.unit = unit;
  }

  void add(DatasetRow row) {
    if (row.time() == Time.OWN) {
      own++;
      latest = Math.max(latest, row.timestamp());
    } else if (row.time() == Time.MISSING) {
      missing++;
    }
  }

  /** Whether some rows have to borrow a time and others have one. */
  boolean isMixed() {
    return own > 0 && missing > 0;
  }

  /** One line for whoever replays; null where nothing is odd. */
  @Nullable String warning() {
    if (own == 0 || latest >= OLD_BEFORE) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "Reading timestamps in %s: expected some from 1990 on, found none among %,d."
            + " If they count something else, such as seconds, give --timestamp-unit s, ms or us.",
        unit.name().toLowerCase(Locale.ROOT),
        own);
  }
}
