package io.undertone.operator.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds reviews under way, and what travels between them, in the order of arrival, and decides when
 * the engine runs. It never waits while there is work. A turn steps a little if no review came
 * since the last turn, or if the slots are full; else more reviews may come in first. When slots
 * and lookahead are full, the engine runs until only the slots are; when the line is to be drained,
 * until it is empty.
 *
 * <p>A review leaves when it has finished and nothing before it holds it back: neither an earlier
 * review of its user nor something that is nobody's, such as a watermark. So a very long review
 * delays no other user. Knows no Flink. Used by one thread.
 */
final class WaitingLine {

  /**
   * Bound of the line, for each slot. Behind one very long review and a watermark, other reviews
   * finish but cannot leave; at this bound the engine runs until the long one has left.
   */
  static final int PLACES_PER_SLOT = 64;

  /** Share of the slots that may wait beside those in slots before the engine runs for them. */
  static final int LOOKAHEAD_SHARE = 4;

  private final Engine engine;
  private final int slots;
  private final int full;
  private final DrainMetrics metrics;
  private final List<Place> places = new ArrayList<>();
  private final Map<String, Place> newest = new HashMap<>();
  private boolean cameIn;

  /** Where an arrival stands. */
  private static final class Place {

    private final Arrival arrival;
    private final long sent;

    /** The one before it of the same user; null once that has left. */
    private @Nullable Place before;

    private boolean gone;

    Place(Arrival arrival, long sent, @Nullable Place before) {
      this.arrival = arrival;
      this.sent = sent;
      this.before = before;
    }

    boolean isNobodys() {
      return arrival.user() == null;
    }

    /** Whether it has finished and nothing of its user's is before it. */
    boolean ready() {
      if (before != null && before.gone) {
        before = null; // else the places of one user would form an endless chain
      }
      return before == null && arrival.finished();
    }
  }

  /**
   * @param slots reviews that step together
   */
  WaitingLine(Engine engine, int slots, DrainMetrics metrics) {
    this.engine = engine;
    this.slots = slots;
    this.full = slots + Math.max(1, slots / LOOKAHEAD_SHARE);
    this.metrics = metrics;
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /** What arrived last of a user, if it has not left; else null. */
  @Nullable Arrival lastOf(String user) {
    Place place = newest.get(user);
    return place == null ? null : place.arrival;
  }

  /**
   * Takes in a review, whose work the engine has, or something that needs no work.
   *
   * @param sent when it was sent, to tell how long it took; {@link Long#MIN_VALUE} if nobody knows
   */
  void add(Arrival arrival, long sent) throws Exception {
    enter(arrival, sent);
    cameIn |= !arrival.finished();
    if (engine.inFlight() >= full || places.size() > PLACES_PER_SLOT * slots) {
      drainToSlots();
    } else if (engine.inFlight() == 0) {
      leaveFinished();
    }
  }

  /** Takes in what waits only for the reviews before it. It makes the engine run no earlier. */
  void pass(Arrival arrival) throws Exception {
    if (places.isEmpty()) {
      arrival.leave();
    } else {
      enter(arrival, Long.MIN_VALUE);
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
   * Steps a little, unless a review came in since the last turn and there are slots for more: then
   * others may come in first. Says whether it has to be called again, after those who wait outside
   * have come in.
   */
  boolean turn() throws Exception {
    if (!cameIn || engine.inFlight() >= slots) {
      int before = engine.inFlight();
      engine.step();
      leaveFinished();
      count(DrainCause.IDLE, before - engine.inFlight());
    }
    cameIn = false;
    return !places.isEmpty();
  }

  private void drainToSlots() throws Exception {
    int before = engine.inFlight();
    while (engine.inFlight() > slots || places.size() > PLACES_PER_SLOT * slots) {
      advance();
    }
    count(DrainCause.FULL, before - engine.inFlight());
  }

  private void advance() throws Exception {
    engine.advance();
    leaveFinished();
  }

  private void enter(Arrival arrival, long sent) {
    String user = arrival.user();
    Place place = new Place(arrival, sent, user == null ? null : newest.get(user));
    places.add(place);
    if (user != null) {
      newest.put(user, place);
    }
  }

  /** Lets all leave that nothing before them holds back, in the order of arrival. */
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
    metrics.left(place.sent);
  }

  private void count(DrainCause cause, int finished) {
    if (finished > 0) {
      metrics.drained(cause, finished, engine.statistics());
    }
  }
}
