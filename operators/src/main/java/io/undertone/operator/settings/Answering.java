package io.undertone.operator.settings;

import java.io.Serializable;
import java.time.Instant;

/**
 * Which reviews are answered, by their own timestamps; the others are only remembered, or were
 * before the job began.
 *
 * @param from reviews before it, in epoch milliseconds, are remembered without an answer
 * @param latest whether that is when the job first started: then what a checkpoint says counts
 * @param historyEnd reviews up to it, in epoch milliseconds, are in memory already, from data sets,
 *     and are not remembered twice
 */
public record Answering(long from, boolean latest, long historyEnd) implements Serializable {

  /** Before every timestamp. */
  public static final long NEVER = Long.MIN_VALUE;

  /** Every review is answered. */
  public static Answering all() {
    return new Answering(NEVER, false, NEVER);
  }

  /** Whether any review may go without an answer. */
  public boolean isPartial() {
    return from != NEVER;
  }

  /** Whether data sets have brought reviews into memory. */
  public boolean hasHistory() {
    return historyEnd != NEVER;
  }

  /** Whether data sets have brought a review of this time into memory before. */
  public boolean isInHistory(long timestamp) {
    return hasHistory() && timestamp <= historyEnd;
  }

  /** In the words of a log. */
  @Override
  public String toString() {
    String known = historyEnd == NEVER ? "" : ", data sets known to " + time(historyEnd);
    return isPartial()
        ? "reviews from %s on%s%s".formatted(time(from), latest ? ", the first start" : "", known)
        : "all reviews" + known;
  }

  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  /** The same where data sets up to a time are in memory already. */
  public Answering after(long historyEnd) {
    return new Answering(from, latest, historyEnd);
  }
}
