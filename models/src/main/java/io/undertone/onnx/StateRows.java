package io.undertone.onnx;

import ai.onnxruntime.OnnxTensor;
import io.undertone.cell.StateLayout;
import io.undertone.model.StateSpec;
import java.util.List;
import java.util.Map;

/** All states of up to {@code rowsMax} reviews in native memory, each state a tensor of its own. */
final class StateRows implements AutoCloseable {

  private final List<String> names;
  private final int[] offsets;
  private final Rows[] states;

  StateRows(StateLayout layout, int rowsMax) {
    this.names = layout.states().stream().map(StateSpec::name).toList();
    this.offsets = names.stream().mapToInt(layout::offset).toArray();
    this.states =
        layout.states().stream()
            .map(state -> Rows.ofFloats(rowsMax, state.shape()))
            .toArray(Rows[]::new);
  }

  /** Puts the states of one review, {@code [width]}, into a row. */
  void put(int row, float[] from) {
    for (int i = 0; i < states.length; i++) {
      states[i].put(row, from, offsets[i]);
    }
  }

  /** Copies a row out, {@code [width]}. */
  void get(int row, float[] into) {
    for (int i = 0; i < states.length; i++) {
      states[i].get(row, into, offsets[i]);
    }
  }

  /** Copies a row over another. */
  void move(int from, int to) {
    for (Rows state : states) {
      state.move(from, to);
    }
  }

  /** Adds the first rows of each state to the tensors of a run, by its name and this ending. */
  void bind(int rows, String ending, Map<String, OnnxTensor> tensors) {
    for (int i = 0; i < states.length; i++) {
      tensors.put(names.get(i) + ending, states[i].tensor(rows));
    }
  }

  @Override
  public void close() {
    for (Rows state : states) {
      state.close();
    }
  }
}
