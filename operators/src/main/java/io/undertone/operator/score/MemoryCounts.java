package io.undertone.operator.score;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what became of users' memories since this subtask began. Where memories are carried on,
 * each review counts once as begun, met, too old, reset or rewarmed, and each tombstone once as
 * forgotten or found nobody; elsewhere only a tombstone that found an older memory counts. Counted
 * by the operator's thread, read by the reporters'.
 */
final class MemoryCounts {

  /** What can become of a memory. */
  enum Event {
    /** Nothing was kept of the user, so the review began a memory. */
    BEGUN("memoriesBegun"),
    /** A review met its user's memory. */
    MET("memoriesMet"),
    /** The review came too long after the one before, so the memory began afresh. */
    TOO_OLD("memoriesTooOld"),
    /** A memory was another model's, and began afresh. */
    RESET("memoriesReset"),
    /** A memory was another model's, and was made anew from the user's last reviews. */
    REWARMED("memoriesRewarmed"),
    /** A user was forgotten, as asked. */
    FORGOTTEN("memoriesForgotten"),
    /** A user was to be forgotten, but nothing was kept of him. */
    FOUND_NOBODY("tombstonesFoundNobody");

    private final String metric;

    Event(String metric) {
      this.metric = metric;
    }

    /** The name under which the count is published. */
    String metric() {
      return metric;
    }
  }

  private final Map<Event, AtomicLong> counts = new EnumMap<>(Event.class);

  MemoryCounts() {
    for (Event event : Event.values()) {
      counts.put(event, new AtomicLong());
    }
  }

  void count(Event event) {
    Objects.requireNonNull(counts.get(event)).incrementAndGet();
  }

  long of(Event event) {
    return Objects.requireNonNull(counts.get(event)).get();
  }
}
