package io.undertone.operator.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reviews under way and what travels between them, in the order of arrival, and the rules of when
 * the engine runs: when slots and lookahead are full, until only the slots are; when a review has
 * waited too long, one run at a time, so that whoever comes in between takes the slots that become
 * free; and when told to empty the line.
 *
 * <p>A review leaves when it has finished and nothing before it holds it back: no earlier one of
 * its user, and nothing that is nobody's, such as a watermark. So a very long review holds back
 * neither other users nor, but for the next watermark, the clock.
 *
 * <p>A review waits while the engine stands still. Time in which the engine runs is no waiting:
 * each run steps every review that has a slot. Knows no Flink. Used by one thread.
 */
final class WaitingLine {

  /**
   * Bound of the line, in slots: behind a watermark behind one very long review others finish and
   * cannot leave. Then the engine runs until it has left.
   */
  static final int PLACES_PER_SLOT = 64;

  /** Share of the slots that may wait beside those in slots before the engine runs for them. */
  static final int LOOKAHEAD_SHARE = 4;

  private final Engine engine;
  private final int slots;
  private final int full;
  private final long delayMax;
  private final LongSupplier clock;
  private final DrainMetrics metrics;
  private final List<Place> places = new ArrayList<>();
  private final Map<String, Place> newest = new HashMap<>();
  private long engineMillis;
  private boolean relieving;
  private int relieved;

  /** Where an arrival stands. */
  private static final class Place {

    private final Arrival arrival;

    /** How long the engine had stood still when it came. */
    private final long still;

    /** The one before it of the same user; null once that has left. */
    private @Nullable Place before;

    private boolean gone;

    Place(Arrival arrival, long still, @Nullable Place before) {
      this.arrival = arrival;
      this.still = still;
      this.before = before;
    }

    boolean isNobodys() {
      return arrival.user() == null;
    }

    /** Whether it has finished and nothing of its user's is before it. */
    boolean ready() {
      if (before != null && before.gone) {
        before = null; // or the places of one user would be a chain that never goes
      }
      return before == null && arrival.finished();
    }
  }

  /**
   * @param slots reviews that step together
   * @param delayMax milliseconds that a review may wait
   * @param clock milliseconds, of whatever day
   */
  WaitingLine(Engine engine, int slots, long delayMax, LongSupplier clock, DrainMetrics metrics) {
    this.engine = engine;
    this.slots = slots;
    this.full = slots + Math.max(1, slots / LOOKAHEAD_SHARE);
    this.delayMax = delayMax;
    this.clock = clock;
    this.metrics = metrics;
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /** Lets in a review, whose work the engine was given, or what leaves without any work. */
  void add(Arrival arrival) throws Exception {
    enter(arrival);
    if (engine.inFlight() >= full || places.size() > PLACES_PER_SLOT * slots) {
      drainToSlots();
    } else if (engine.inFlight() == 0) {
      leaveFinished();
    }
  }

  /** Lets past what waits for nothing but the reviews before it; it forces nothing. */
  void pass(Arrival arrival) throws Exception {
    if (places.isEmpty()) {
      arrival.leave();
    } else {
      enter(arrival);
    }
  }

  /** Empties the line: nothing may be in flight now. */
  void drain(DrainCause cause) throws Exception {
    int before = engine.inFlight();
    while (!places.isEmpty()) {
      advance();
    }
    count(cause, before - engine.inFlight());
  }

  /**
   * Runs the engine once, if the first in the line has waited too long, and says whether to be
   * called again: soon, but not before whoever stands at the door was let in.
   *
   * <p>Once begun it goes on until the first has waited less than half as long as it may, else the
   * next one would be overdue an instant later, and the one after it, each in a batch of its own.
   */
  boolean relieve() throws Exception {
    relieving = waitedTooLong();
    if (relieving) {
      int before = engine.inFlight();
      advance();
      relieved += before - engine.inFlight();
      relieving = waitedTooLong();
    }
    if (!relieving) {
      count(DrainCause.DELAY, relieved);
      relieved = 0;
    }
    return relieving;
  }

  /** Milliseconds until the first in the line has waited too long; not negative. */
  long patience() {
    return places.isEmpty() ? delayMax : Math.max(0, delayMax - (still() - places.get(0).still));
  }

  private boolean waitedTooLong() {
    return !places.isEmpty() && patience() <= (relieving ? delayMax / 2 : 0);
  }

  private void drainToSlots() throws Exception {
    int before = engine.inFlight();
    while (engine.inFlight() > slots || places.size() > PLACES_PER_SLOT * slots) {
      advance();
    }
    count(DrainCause.FULL, before - engine.inFlight());
  }

  private void advance() throws Exception {
    long start = clock.getAsLong();
    engine.advance();
    engineMillis += clock.getAsLong() - start;
    leaveFinished();
  }

  private void enter(Arrival arrival) {
    String user = arrival.user();
    Place place = new Place(arrival, still(), user == null ? null : newest.get(user));
    places.add(place);
    if (user != null) {
      newest.put(user, place);
    }
  }

  /** Lets out, in the order of arrival, all whom nothing before them holds back. */
  private void leaveFinished() throws Exception {
    int stay = 0;
    int next = 0;
    for (; next < places.size(); next++) {
      Place place = places.get(next);
      if (place.isNobodys() && stay > 0) {
        break;
      }
      if (place.ready()) {
        leave(place);
      } else {
        places.set(stay, place);
        stay++;
      }
    }
    places.subList(stay, next).clear();
  }

  private void leave(Place place) throws Exception {
    place.gone = true;
    String user = place.arrival.user();
    if (user != null) {
      newest.remove(user, place);
    }
    place.arrival.leave();
  }

  private void count(DrainCause cause, int finished) {
    if (finished > 0) {
      metrics.drained(cause, finished, engine.statistics());
    }
  }

  /** How long the engine has stood still, since some beginning. */
  private long still() {
    return clock.getAsLong() - engineMillis;
  }
}
