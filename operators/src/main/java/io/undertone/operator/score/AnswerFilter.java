package io.undertone.operator.score;

import io.undertone.event.ReviewEvent;
import io.undertone.event.UserEvent;
import io.undertone.operator.settings.Answering;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Decides by a review's own timestamp alone whether it is answered or only remembered, and counts
 * those that are not answered. Knows no Flink. Used by the operator's thread; the counts are read
 * by the reporters'.
 */
final class AnswerFilter {

  private final Answering answering;
  private final RememberedProgress progress;
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong unansweredLast = new AtomicLong();
  private final AtomicLong inHistory = new AtomicLong();

  /**
   * @param progress of all subtasks in this process
   */
  AnswerFilter(Answering answering, RememberedProgress progress) {
    this.answering = answering;
    this.progress = progress;
  }

  /** Whether an event is a review that is in memory already, from data sets; counted if so. */
  boolean isInHistory(UserEvent event) {
    boolean known = event instanceof ReviewEvent && answering.isInHistory(event.timestamp());
    if (known) {
      inHistory.incrementAndGet();
    }
    return known;
  }

  /** Whether a review is to be answered; counted if it is not. */
  boolean isWanted(long timestamp) {
    if (timestamp >= answering.from()) {
      return true;
    }
    unanswered.incrementAndGet();
    unansweredLast.set(timestamp);
    progress.remembered(timestamp, answering.from());
    return false;
  }

  /** The settings in force; they do not change. */
  Answering answering() {
    return answering;
  }

  /** The metrics by name; none if every review is answered. */
  Map<String, LongSupplier> metrics() {
    if (answering.isPartial()) {
      return Map.of(
          "answersFrom", answering::from,
          "reviewsUnanswered", unanswered::get,
          "unansweredLast", unansweredLast::get,
          "reviewsInHistory", inHistory::get);
    }
    return answering.hasHistory() ? Map.of("reviewsInHistory", inHistory::get) : Map.of();
  }
}
