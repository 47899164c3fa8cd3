package io.undertone.cell;

/** A token cell that reads whole reviews at once. Used by one thread. */
public interface SequenceGraph extends AutoCloseable {

  /** What a row looks like. */
  StateLayout layout();

  /** Reviews that one call takes at most, B. */
  int rowsMax();

  /**
   * Reads one review in each of the rows 0 to {@code rows − 1}.
   *
   * @param tokens of each row, at least one each; lengths may differ
   * @param states of each row, {@code [width]}: before the review, then overwritten with those
   *     after
   */
  void run(int[][] tokens, float[][] states, int rows);

  @Override
  void close();
}
