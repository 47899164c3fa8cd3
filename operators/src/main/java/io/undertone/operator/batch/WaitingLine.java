package io.undertone.operator.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Reviews under way and what travels between them, in the order of arrival, and the rules of when
 * the engine runs. It runs when slots and lookahead are full, until only the slots are; when a
 * review has waited too long; and when told to empty the line. What has finished leaves from the
 * front, and only from there.
 *
 * <p>A review waits while the engine stands still. Time in which the engine runs is no waiting:
 * each run steps every review that has a slot. Knows no Flink and no users. Used by one thread.
 */
final class WaitingLine {

  /**
   * Bound of the line, in slots: behind one very long review others finish and cannot leave. Then
   * the engine runs until it has left.
   */
  static final int PLACES_PER_SLOT = 64;

  /**
   * Reviews in flight, in slots, at which the engine runs: a batch waits beside the one in slots.
   */
  static final int FULL_PER_SLOT = 2;

  private final Engine engine;
  private final int slots;
  private final long delayMax;
  private final LongSupplier clock;
  private final DrainMetrics metrics;
  private final Deque<Place> places = new ArrayDeque<>();
  private long engineMillis;

  /** Where an arrival stands, and how long the engine had stood still when it came. */
  private record Place(Arrival arrival, long still) {}

  /**
   * @param slots reviews that step together
   * @param delayMax milliseconds that a review may wait
   * @param clock milliseconds, of whatever day
   */
  WaitingLine(Engine engine, int slots, long delayMax, LongSupplier clock, DrainMetrics metrics) {
    this.engine = engine;
    this.slots = slots;
    this.delayMax = delayMax;
    this.clock = clock;
    this.metrics = metrics;
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /**
   * Lets a review in, whose work the engine was given, or anything else that is part of a batch.
   */
  void add(Arrival arrival) throws Exception {
    places.add(new Place(arrival, still()));
    if (engine.inFlight() >= FULL_PER_SLOT * slots) {
      drain(DrainCause.FULL);
    } else if (engine.inFlight() == 0) {
      leaveFinished();
    }
  }

  /** Lets past what waits for nothing but the reviews before it; it forces nothing. */
  void pass(Arrival arrival) throws Exception {
    if (places.isEmpty()) {
      arrival.leave();
    } else {
      places.add(new Place(arrival, still()));
    }
  }

  /** Runs the engine as far as the cause asks, and lets out what has finished. */
  void drain(DrainCause cause) throws Exception {
    int before = engine.inFlight();
    switch (cause) {
      case FULL -> drainToSlots();
      case DELAY -> drainOverdue();
      case BARRIER, END -> drainAll();
    }
    int finished = before - engine.inFlight();
    if (finished > 0) {
      metrics.drained(cause, finished, engine.statistics());
    }
  }

  /** Milliseconds until the first in the line has waited too long; not negative. */
  long patience() {
    Place first = places.peek();
    return first == null ? delayMax : Math.max(0, delayMax - (still() - first.still));
  }

  private void drainToSlots() throws Exception {
    while (engine.inFlight() > slots || places.size() > PLACES_PER_SLOT * slots) {
      advance();
    }
  }

  /**
   * Also drains what has waited half as long as it may, else the next review would be overdue an
   * instant later, and the one after it, each in a batch of its own.
   */
  private void drainOverdue() throws Exception {
    if (patience() > 0) {
      return;
    }
    while (!places.isEmpty() && patience() <= delayMax / 2) {
      advance();
    }
  }

  private void drainAll() throws Exception {
    while (!places.isEmpty()) {
      advance();
    }
  }

  private void advance() throws Exception {
    long start = clock.getAsLong();
    engine.advance();
    engineMillis += clock.getAsLong() - start;
    leaveFinished();
  }

  private void leaveFinished() throws Exception {
    for (Place first = places.peek();
        first != null && first.arrival.finished();
        first = places.peek()) {
      places.remove();
      first.arrival.leave();
    }
  }

  /** How long the engine has stood still, since some beginning. */
  private long still() {
    return clock.getAsLong() - engineMillis;
  }
}
