package io.undertone.operator.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Queues reviews in flight, and the watermarks and tombstones between them, in arrival order, and
 * decides when the engine runs. It never waits while there is work. A turn runs a short step if no
 * review came in since the last turn, or if the slots are full; otherwise more reviews may come in
 * first. When slots and lookahead are full, the engine runs until the lookahead is empty; to drain
 * the queue, until the queue is empty.
 *
 * <p>An element leaves when it has finished and nothing before it holds it back: neither an earlier
 * element of its user nor one without a user, such as a watermark. So a very long review delays no
 * other user. Knows no Flink. Used by one thread.
 */
final class PendingQueue {

  /**
   * Most elements in the queue, for each slot. Behind one very long review and a watermark, other
   * reviews finish but cannot leave; at this bound the engine runs until the long one has left.
   */
  static final int ENTRIES_PER_SLOT = 64;

  /** The lookahead, reviews that may wait without a slot, is the slots divided by this. */
  static final int LOOKAHEAD_SHARE = 4;

  private final Engine engine;
  private final int slots;
  private final int full;
  private final DrainMetrics metrics;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Entry> newest = new HashMap<>();
  private boolean cameIn;

  /** An element in the queue. */
  private static final class Entry {

    private final PendingElement element;
    private final long sent;

    /** The one before it of the same user; null once that has left. */
    private @Nullable Entry before;

    private boolean gone;

    Entry(PendingElement element, long sent, @Nullable Entry before) {
      this.element = element;
      this.sent = sent;
      this.before = before;
    }

    boolean hasNoUser() {
      return element.user() == null;
    }

    /** Whether it has finished and no earlier element of its user is still in the queue. */
    boolean ready() {
      if (before != null && before.gone) {
        before = null; // else the entries of one user would form an endless chain
      }
      return before == null && element.finished();
    }
  }

  /**
   * @param slots reviews that step together
   */
  PendingQueue(Engine engine, int slots, DrainMetrics metrics) {
    this.engine = engine;
    this.slots = slots;
    this.full = slots + Math.max(1, slots / LOOKAHEAD_SHARE);
    this.metrics = metrics;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The newest element of a user, if it has not left; else null. */
  @Nullable PendingElement lastOf(String user) {
    Entry entry = newest.get(user);
    return entry == null ? null : entry.element;
  }

  /**
   * Appends a review, which the engine already has, or an element that needs no work.
   *
   * @param sent when it was sent, in epoch milliseconds, to measure its latency; {@link
   *     Long#MIN_VALUE} if unknown
   */
  void add(PendingElement element, long sent) throws Exception {
    append(element, sent);
    cameIn |= !element.finished();
    if (engine.inFlight() >= full || entries.size() > ENTRIES_PER_SLOT * slots) {
      drainToSlots();
    } else if (engine.inFlight() == 0) {
      leaveFinished();
    }
  }

  /** Appends an element that only waits for those before it. It never makes the engine run. */
  void pass(PendingElement element) throws Exception {
    if (entries.isEmpty()) {
      element.leave();
    } else {
      append(element, Long.MIN_VALUE);
    }
  }

  /** Runs the engine until the queue is empty. */
  void drain(DrainCause cause) throws Exception {
    int before = engine.inFlight();
    while (!entries.isEmpty()) {
      advance();
    }
    count(cause, before - engine.inFlight());
  }

  /**
   * Runs a short step, unless a review came in since the last turn and there are free slots: then
   * more may come in first.
   *
   * @return whether the queue is not empty, so that it has to be called again
   */
  boolean turn() throws Exception {
    if (!cameIn || engine.inFlight() >= slots) {
      int before = engine.inFlight();
      engine.step();
      leaveFinished();
      count(DrainCause.IDLE, before - engine.inFlight());
    }
    cameIn = false;
    return !entries.isEmpty();
  }

  private void drainToSlots() throws Exception {
    int before = engine.inFlight();
    while (engine.inFlight() > slots || entries.size() > ENTRIES_PER_SLOT * slots) {
      advance();
    }
    count(DrainCause.FULL, before - engine.inFlight());
  }

  private void advance() throws Exception {
    engine.advance();
    leaveFinished();
  }

  private void append(PendingElement element, long sent) {
    String user = element.user();
    Entry entry = new Entry(element, sent, user == null ? null : newest.get(user));
    entries.add(entry);
    if (user != null) {
      newest.put(user, entry);
    }
  }

  /** Lets every element leave that nothing before it holds back, in arrival order. */
  private void leaveFinished() throws Exception {
    int stay = 0;
    int next = 0;
    for (; next < entries.size(); next++) {
      Entry entry = entries.get(next);
      if (entry.hasNoUser() && stay > 0) {
        break;
      }
      if (entry.ready()) {
        leave(entry);
      } else {
        entries.set(stay, entry);
        stay++;
      }
    }
    entries.subList(stay, next).clear();
  }

  private void leave(Entry entry) throws Exception {
    entry.gone = true;
    String user = entry.element.user();
    if (user != null) {
      newest.remove(user, entry);
    }
    entry.element.leave();
    metrics.left(entry.sent);
  }

  private void count(DrainCause cause, int finished) {
    if (finished > 0) {
      metrics.drained(cause, finished, engine.statistics());
    }
  }
}
