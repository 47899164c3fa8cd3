package io.undertone.cell.fake;

import io.undertone.cell.StateLayout;
import io.undertone.cell.StepGraph;
import org.jspecify.annotations.Nullable;

/** Rows of whole numbers; a token cell, or a review cell that sums up its input. */
public final class FakeStepGraph implements StepGraph {

  private final StateLayout layout;
  private final float[][] states;
  private final float @Nullable [][] inputs;
  private final OpenCount open;

  FakeStepGraph(StateLayout layout, int rowsMax, boolean takesTokens, OpenCount open) {
    this.layout = layout;
    this.states = new float[rowsMax][layout.width()];
    this.inputs = takesTokens ? null : new float[rowsMax][];
    this.open = open;
    open.add();
  }

  /** A token cell that counts for nobody. */
  public static FakeStepGraph ofTokens(StateLayout layout, int rowsMax) {
    return new FakeStepGraph(layout, rowsMax, true, new OpenCount());
  }

  @Override
  public StateLayout layout() {
    return layout;
  }

  @Override
  public int rowsMax() {
    return states.length;
  }

  @Override
  public void load(int row, float[] from) {
    System.arraycopy(from, 0, states[row], 0, layout.width());
  }

  @Override
  public void save(int row, float[] into) {
    System.arraycopy(states[row], 0, into, 0, layout.width());
  }

  @Override
  public void move(int from, int to) {
    load(to, states[from]);
    if (inputs != null) {
      inputs[to] = inputs[from];
    }
  }

  @Override
  public void input(int row, float[] x) {
    if (inputs == null) {
      throw new IllegalStateException("a token cell takes tokens");
    }
    inputs[row] = x.clone();
  }

  @Override
  public void step(int[] tokens, int rows) {
    for (int row = 0; row < rows; row++) {
      Arithmetic.step(layout, states[row], inputs == null ? tokens[row] : sum(inputs[row]));
    }
  }

  @Override
  public void close() {
    open.remove();
  }

  private static int sum(float[] x) {
    int sum = 0;
    for (float value : x) {
      sum += (int) value;
    }
    return sum % Arithmetic.MODULUS;
  }
}
