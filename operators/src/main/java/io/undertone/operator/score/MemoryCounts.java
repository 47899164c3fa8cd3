package io.undertone.operator.score;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what happened to users' memories since this subtask started. If memories are carried, each
 * review counts once, as begun, met, too old, reset or rewarmed, and each tombstone once, as
 * forgotten or found nobody; otherwise only tombstones that found an older memory count. Written by
 * the operator's thread, read by the reporters'.
 */
final class MemoryCounts {

  /** What can happen to a memory. */
  enum Event {
    /** The user had no memory, so the review began one. */
    BEGUN("memoriesBegun"),
    /** A review met its user's memory. */
    MET("memoriesMet"),
    /** The review came too long after the one before, so a new memory began. */
    TOO_OLD("memoriesTooOld"),
    /** The memory was another model's, so a new one began. */
    RESET("memoriesReset"),
    /** The memory was another model's, and was rebuilt from the user's last reviews. */
    REWARMED("memoriesRewarmed"),
    /** A user was forgotten, as asked. */
    FORGOTTEN("memoriesForgotten"),
    /** A user was to be forgotten, but had no memory. */
    FOUND_NOBODY("tombstonesFoundNobody");

    private final String metric;

    Event(String metric) {
      this.metric = metric;
    }

    /** The name of the metric. */
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
