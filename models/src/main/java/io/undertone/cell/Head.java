package io.undertone.cell;

import org.jspecify.annotations.Nullable;

/** Turns readouts and review states into logits, many rows at a time. Used by one thread. */
public interface Head extends AutoCloseable {

  /** Rows that one run takes at most, B. */
  int rowsMax();

  /**
   * Fills a row.
   *
   * @param readout {@code [R]}
   * @param reviewStates the review cell's row after the review; null where there is no review cell
   */
  void load(int row, float[] readout, float @Nullable [] reviewStates);

  /** Computes the logits of rows 0 to {@code rows − 1}. */
  void run(int rows);

  /** A row's logits, {@code [C]}, of the last run. The caller's own. */
  float[] logits(int row);

  @Override
  void close();
}
