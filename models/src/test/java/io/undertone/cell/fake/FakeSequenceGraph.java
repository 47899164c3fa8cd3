package io.undertone.cell.fake;

import io.undertone.cell.SequenceGraph;
import io.undertone.cell.StateLayout;

/** The same cell as {@link FakeStepGraph}, reading whole reviews. */
final class FakeSequenceGraph implements SequenceGraph {

  private final StateLayout layout;
  private final int rowsMax;
  private final OpenCount open;

  FakeSequenceGraph(StateLayout layout, int rowsMax, OpenCount open) {
    this.layout = layout;
    this.rowsMax = rowsMax;
    this.open = open;
    open.add();
  }

  @Override
  public StateLayout layout() {
    return layout;
  }

  @Override
  public int rowsMax() {
    return rowsMax;
  }

  @Override
  public void run(int[][] tokens, float[][] states, int rows) {
    for (int row = 0; row < rows; row++) {
      for (int token : tokens[row]) {
        Arithmetic.step(layout, states[row], token);
      }
    }
  }

  @Override
  public void close() {
    open.remove();
  }
}
