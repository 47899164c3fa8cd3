package io.undertone.cell;

/**
 * Runs passages through one recurrent stage, many at a time. No answer depends on which others are
 * in flight. Each subtask has its own; used by one thread.
 */
public interface StageExecutor extends AutoCloseable {

  /**
   * Steps of a cell in one {@link #step}: a fraction of a millisecond, so that a review that comes
   * meanwhile soon takes a slot.
   */
  int STEPS_AT_ONCE = 8;

  /** What a row of this stage looks like. */
  StateLayout layout();

  /** Takes a passage in. It waits until {@link #advance} or {@link #drain}. */
  void add(Passage passage);

  /** Passages that were added and have not finished. */
  int inFlight();

  /** Steps until at least one more passage has finished; nothing if none is in flight. */
  default void advance() {
    advance(Integer.MAX_VALUE);
  }

  /** The same, but {@code stepsMax} steps at most, where the stage can stop on the way. */
  void advance(int stepsMax);

  /** Steps a little, where the stage can stop on the way; else it runs one batch. */
  default void step() {
    advance(STEPS_AT_ONCE);
  }

  /** Steps until none is in flight. */
  default void drain() {
    while (inFlight() > 0) {
      advance();
    }
  }

  /** What the stage has done since it was opened. */
  StageStatistics statistics();

  /** Frees the native buffers. Closing twice is closing once. */
  @Override
  void close();
}
