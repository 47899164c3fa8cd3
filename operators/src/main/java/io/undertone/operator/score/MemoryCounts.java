package io.undertone.operator.score;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What became of users' memories since this subtask began. Counted by the operator's thread, read
 * by the reporters'.
 */
final class MemoryCounts {

  private final AtomicLong remembered = new AtomicLong();
  private final AtomicLong forgotten = new AtomicLong();
  private final AtomicLong expired = new AtomicLong();
  private final AtomicLong restarted = new AtomicLong();
  private final AtomicLong reset = new AtomicLong();

  /** A user of whom nothing was kept is remembered. */
  void remembered() {
    remembered.incrementAndGet();
  }

  /** A remembered user was forgotten, as asked. */
  void forgotten() {
    forgotten.incrementAndGet();
  }

  /** A remembered user was silent until the memory was cleared. */
  void expired() {
    expired.incrementAndGet();
  }

  /** A remembered user came back after so long that the memory started afresh. */
  void restarted() {
    restarted.incrementAndGet();
  }

  /** A user's memory was another model's, and started afresh. */
  void reset() {
    reset.incrementAndGet();
  }

  long usersRemembered() {
    return remembered.get();
  }

  long usersForgotten() {
    return forgotten.get();
  }

  long usersExpired() {
    return expired.get();
  }

  long usersRestarted() {
    return restarted.get();
  }

  long usersReset() {
    return reset.get();
  }
}
