package io.undertone.onnx;

import ai.onnxruntime.OnnxTensor;
import io.undertone.cell.StateLayout;
import io.undertone.cell.StepGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step graph and its block of rows. Each state has two sides in native memory: a step reads one
 * and writes the other, then they swap. Tensors and the maps that bind them by name are made once
 * for each row count, so a step allocates nothing of its own.
 */
final class OnnxStepGraph implements StepGraph {

  /** The input of a token cell. */
  static final String TOKEN = "token";

  /** The input of a review cell. */
  static final String INPUT = "x";

  /** What the name of a state ends with where the graph gives it back. */
  static final String NEXT = "_next";

  /** The tensors of one step, by name. */
  private record Binding(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

  private final Session session;
  private final StateLayout layout;
  private final int rowsMax;
  private final StateRows[] states;
  private final @Nullable Rows tokens;
  private final @Nullable Rows inputs;
  private final @Nullable Binding[][] bindings;
  private int side;

  private OnnxStepGraph(Session session, StateLayout layout, int rowsMax, int inputWidth) {
    this.session = session;
    this.layout = layout;
    this.rowsMax = rowsMax;
    this.states = new StateRows[] {new StateRows(layout, rowsMax), new StateRows(layout, rowsMax)};
    this.tokens = inputWidth == 0 ? Rows.ofInts(rowsMax) : null;
    this.inputs = inputWidth == 0 ? null : Rows.ofFloats(rowsMax, List.of(inputWidth));
    this.bindings = new Binding[2][rowsMax + 1];
  }

  /** A token cell's block. */
  static OnnxStepGraph ofTokens(Session session, StateLayout layout, int rowsMax) {
    return new OnnxStepGraph(session, layout, rowsMax, 0);
  }

  /** A review cell's block; its input has {@code inputWidth} floats a row. */
  static OnnxStepGraph ofInputs(Session session, StateLayout layout, int rowsMax, int inputWidth) {
    return new OnnxStepGraph(session, layout, rowsMax, inputWidth);
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
  public void load(int row, float[] from) {
    states[side].put(row, from);
  }

  @Override
  public void save(int row, float[] into) {
    states[side].get(row, into);
  }

  @Override
  public void move(int from, int to) {
    states[side].move(from, to);
    if (inputs != null) {
      inputs.move(from, to);
    }
  }

  @Override
  public void input(int row, float[] x) {
    if (inputs == null) {
      throw new IllegalStateException("a token cell takes tokens, not " + x.length + " floats");
    }
    inputs.put(row, x, 0);
  }

  @Override
  public void step(int[] ids, int rows) {
    if (tokens != null) {
      tokens.put(ids, rows);
    }
    Binding binding = bindings[side][rows];
    if (binding == null) {
      binding = bind(rows);
      bindings[side][rows] = binding;
    }
    session.run(binding.inputs, binding.outputs);
    side = 1 - side;
  }

  @Override
  public void close() {
    states[0].close();
    states[1].close();
    if (tokens != null) {
      tokens.close();
    }
    if (inputs != null) {
      inputs.close();
    }
  }

  private Binding bind(int rows) {
    Map<String, OnnxTensor> in = new HashMap<>();
    Map<String, OnnxTensor> out = new HashMap<>();
    states[side].bind(rows, "", in);
    states[1 - side].bind(rows, NEXT, out);
    if (tokens != null) {
      in.put(TOKEN, tokens.tensor(rows));
    }
    if (inputs != null) {
      in.put(INPUT, inputs.tensor(rows));
    }
    return new Binding(in, out);
  }
}
