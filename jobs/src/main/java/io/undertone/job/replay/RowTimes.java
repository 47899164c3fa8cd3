package io.undertone.job.replay;

import io.undertone.job.replay.DatasetRow.Time;
import io.undertone.operator.parse.OldTimestamps;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import org.jspecify.annotations.Nullable;

/** Counts rows without a timestamp or a seq, and checks whether the timestamps are plausible. */
final class RowTimes {

  private final OldTimestamps own;
  private long missing;
  private long missingWithSeq;

  /**
   * @param unit of timestamps that are numbers
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

  /** Whether only some rows have a timestamp, or only some of those without have a seq. */
  boolean isMixed() {
    return (own.count() > 0 && missing > 0) || (missingWithSeq > 0 && missingWithSeq < missing);
  }

  /** Rows without a timestamp. */
  long missing() {
    return missing;
  }

  boolean areAllMissing() {
    return missing > 0 && own.count() == 0;
  }

  /** A warning for the user; null if nothing is wrong. */
  @Nullable String warning() {
    String all = own.warning();
    return all == null ? own.hintOfSome() : all;
  }
}
