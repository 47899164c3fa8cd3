package io.undertone.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import io.undertone.cell.SequenceGraph;
import io.undertone.cell.StateLayout;
import io.undertone.model.StateSpec;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sequence graph and the native memory for one batch: tokens {@code [T, B]}, lengths {@code [B]},
 * and each state before and after. The memory for tokens grows to the largest batch seen.
 */
final class OnnxSequenceGraph implements SequenceGraph {

  static final String TOKENS = "tokens";
  static final String LENGTHS = "lengths";

  /** What stands behind a row's end; the graph masks it. */
  private static final int PADDING = 0;

  private final Session session;
  private final StateLayout layout;
  private final int rowsMax;
  private final List<Rows> before;
  private final List<Rows> after;
  private final Rows lengths;
  private ByteBuffer tokens = NativeMemory.bytes(1, 1);

  OnnxSequenceGraph(Session session, StateLayout layout, int rowsMax) {
    this.session = session;
    this.layout = layout;
    this.rowsMax = rowsMax;
    this.before = rows(layout, rowsMax);
    this.after = rows(layout, rowsMax);
    this.lengths = Rows.ofInts(rowsMax);
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
  public void run(int[][] ids, float[][] states, int rows) {
    int longest = putTokens(ids, rows);
    putStates(states, rows);
    OnnxTensor tensor = NativeMemory.tensor(tokens, OnnxJavaType.INT32, new long[] {longest, rows});
    try {
      session.run(inputs(tensor, rows), outputs(rows));
    } finally {
      NativeMemory.close(tensor);
    }
    getStates(states, rows);
  }

  @Override
  public void close() {
    before.forEach(Rows::close);
    after.forEach(Rows::close);
    lengths.close();
  }

  /** Lays the tokens out time by time and says how many times there are, T. */
  private int putTokens(int[][] ids, int rows) {
    int[] ends = new int[rows];
    int longest = 0;
    for (int row = 0; row < rows; row++) {
      ends[row] = ids[row].length;
      longest = Math.max(longest, ends[row]);
    }
    lengths.put(ends, rows);
    int places = Math.multiplyExact(longest, rows);
    if (places > tokens.capacity() / Integer.BYTES) {
      tokens = NativeMemory.bytes(places, 1);
    }
    IntBuffer laid = tokens.asIntBuffer();
    for (int row = 0; row < rows; row++) {
      for (int time = 0; time < longest; time++) {
        laid.put(time * rows + row, time < ends[row] ? ids[row][time] : PADDING);
      }
    }
    return longest;
  }

  private void putStates(float[][] states, int rows) {
    for (int i = 0; i < before.size(); i++) {
      int offset = layout.offset(layout.states().get(i).name());
      for (int row = 0; row < rows; row++) {
        before.get(i).put(row, states[row], offset);
      }
    }
  }

  private void getStates(float[][] states, int rows) {
    for (int i = 0; i < after.size(); i++) {
      int offset = layout.offset(layout.states().get(i).name());
      for (int row = 0; row < rows; row++) {
        after.get(i).get(row, states[row], offset);
      }
    }
  }

  private Map<String, OnnxTensor> inputs(OnnxTensor tokenTensor, int rows) {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    inputs.put(TOKENS, tokenTensor);
    inputs.put(LENGTHS, lengths.tensor(rows));
    for (int i = 0; i < before.size(); i++) {
      inputs.put(layout.states().get(i).name(), before.get(i).tensor(rows));
    }
    return inputs;
  }

  private Map<String, OnnxTensor> outputs(int rows) {
    Map<String, OnnxTensor> outputs = new HashMap<>();
    for (int i = 0; i < after.size(); i++) {
      outputs.put(layout.states().get(i).name() + OnnxStepGraph.NEXT, after.get(i).tensor(rows));
    }
    return outputs;
  }

  private static List<Rows> rows(StateLayout layout, int rowsMax) {
    return layout.states().stream()
        .map(StateSpec::shape)
        .map(shape -> Rows.ofFloats(rowsMax, shape))
        .toList();
  }
}
