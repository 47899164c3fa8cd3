package io.undertone.cell;

/**
 * A cell with a block of rows to step: row r of every state belongs to the review in slot r. It
 * holds the numbers and steps them; {@link CellExecutor} decides which review is in which row. Used
 * by one thread.
 */
public interface StepGraph extends AutoCloseable {

  /** What a row looks like. */
  StateLayout layout();

  /** Rows that the block has, B. */
  int rowsMax();

  /** Puts states, {@code [width]}, into a row. */
  void load(int row, float[] states);

  /** Copies a row's states out, {@code [width]}. */
  void save(int row, float[] into);

  /** Copies a row's states, and its input if it has one, over another row. */
  void move(int from, int to);

  /** Puts the input of the next step, {@code [R]}, into a row. Only a review cell takes one. */
  void input(int row, float[] x);

  /**
   * Steps rows 0 to {@code rows − 1} once.
   *
   * @param tokens of each row, read up to {@code rows}; a review cell takes none and reads none
   */
  void step(int[] tokens, int rows);

  @Override
  void close();
}
