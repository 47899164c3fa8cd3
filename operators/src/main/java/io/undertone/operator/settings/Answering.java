package io.undertone.operator.settings;

import java.io.Serializable;
import java.time.Instant;

/**
 * Which reviews are answered, by their own timestamps. The others are only remembered, or are in
 * memory already.
 *
 * @param from reviews before this time, in epoch milliseconds, are remembered without an answer
 * @param latest whether {@code from} is the time of the first start: then that in a checkpoint
 *     counts
 * @param historyEnd reviews up to this time, in epoch milliseconds, are in memory already, from
 *     data sets, and are skipped
 */
public record Answering(long from, boolean latest, long historyEnd) implements Serializable {

  /** A time before every timestamp. */
  public static final long BEFORE_ALL = Long.MIN_VALUE;

  /** Every review is answered. */
  public static Answering all() {
    return new Answering(BEFORE_ALL, false, BEFORE_ALL);
  }

  /** Whether some reviews are not answered. */
  public boolean isPartial() {
    return from != BEFORE_ALL;
  }

  /** Whether reviews of data sets are in memory already. */
  public boolean hasHistory() {
    return historyEnd != BEFORE_ALL;
  }

  /** Whether a review of this time is in memory already, from data sets. */
  public boolean isInHistory(long timestamp) {
    return hasHistory() && timestamp <= historyEnd;
  }

  /** For the log. */
  @Override
  public String toString() {
    String known = historyEnd == BEFORE_ALL ? "" : ", data sets known to " + time(historyEnd);
    return isPartial()
        ? "reviews from %s on%s%s".formatted(time(from), latest ? ", the first start" : "", known)
        : "all reviews" + known;
  }

  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  /** The same, with the reviews of data sets in memory up to a time. */
  public Answering withHistory(long historyEnd) {
    return new Answering(from, latest, historyEnd);
  }
}
