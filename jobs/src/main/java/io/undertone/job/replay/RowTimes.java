package io.undertone.job.replay;

import io.undertone.job.replay.DatasetRow.Time;
import io.undertone.operator.parse.OldTimestamps;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import org.jspecify.annotations.Nullable;

/** Notes how many rows have a time or a seq, and whether the times can be right. */
final class RowTimes {

  private final OldTimestamps own;
  private long missing;
  private long missingWithSeq;

  /**
   * @param unit in which numbers were read
   */
  RowTimes(TimestampUnit unit) {
    this.own = new OldTimestamps(unit);
  }

  void add(DatasetRow row) {
    if (row.time() == Time.OWN) {
      own.add(row.timestamp());
    } else if (row.time() == Time.MISSING) {
      missing++;
      missingWithSeq += row.seq() == null ? 0 : 1;
    }
  }

  /** Whether some rows have to borrow a time, or else a seq, and others have one. */
  boolean isMixed() {
    return (own.count() > 0 && missing > 0) || (missingWithSeq > 0 && missingWithSeq < missing);
  }

  /** Rows without a time of their own. */
  long missing() {
    return missing;
  }

  boolean areAllMissing() {
    return missing > 0 && own.count() == 0;
  }

  /** One line for whoever replays; null where nothing is odd. */
  @Nullable String warning() {
    return own.warning();
  }
}
