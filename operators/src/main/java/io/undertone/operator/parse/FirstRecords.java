package io.undertone.operator.parse;

import io.undertone.event.Review;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.RecordFormat;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first records of a stream for the signs of a wrong option: all are rejected, or none
 * has the timestamp field that was named, so that each silently gets the time of its Kafka record.
 * Not thread-safe.
 */
final class FirstRecords {

  /** Enough to tell a wrong option from a rare field. */
  static final int ENOUGH = 100;

  private final RecordFormat format;
  private int count;
  private int rejects;
  private int reviews;
  private boolean dated;
  private @Nullable Rejected last;

  FirstRecords(RecordFormat format) {
    this.format = format;
  }

  /** Takes a record. */
  void add(ParsedRecord parsed) {
    count++;
    if (parsed instanceof Rejected rejected) {
      rejects++;
      last = rejected;
    } else if (parsed instanceof Accepted accepted && accepted.event() instanceof Review) {
      reviews++;
      dated |= accepted.dated();
    }
  }

  /** Whether one record was seen: who tries out a stream may send no second one. */
  boolean areOne() {
    return count == 1;
  }

  /** Whether {@value #ENOUGH} records were seen. */
  boolean areEnough() {
    return count >= ENOUGH;
  }

  /** A warning for the log; null if nothing is wrong. */
  @Nullable String warning() {
    if (last != null && rejects == count) {
      return "Reading records: expected reviews, found none %s (metric rejected, by reason); the last was rejected for %s: %s."
          .formatted(
              areOne() ? "in the first record" : "among the first " + count,
              last.reason().code(),
              last.detail());
    }
    String time = format.fields().get("timestamp");
    if (time != null && reviews >= ENOUGH / 2 && !dated) {
      return "Reading timestamps from %s, as --fields says: expected some, found none in the first %d reviews (metric undated). Each takes the time of its Kafka record. If they have a time, name its field by --fields timestamp=NAME; else leave that out."
          .formatted(time, reviews);
    }
    return null;
  }
}
