package io.undertone.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import io.undertone.cell.SequenceGraph;
import io.undertone.cell.StateLayout;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
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
  private final StateRows before;
  private final StateRows after;
  private final Rows lengths;
  private ByteBuffer tokens = NativeMemory.bytes(1, 1);

  OnnxSequenceGraph(Session session, StateLayout layout, int rowsMax) {
    this.session = session;
    this.layout = layout;
    this.rowsMax = rowsMax;
    this.before = new StateRows(layout, rowsMax);
    this.after = new StateRows(layout, rowsMax);
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
    for (int row = 0; row < rows; row++) {
      before.put(row, states[row]);
    }
    OnnxTensor tensor = NativeMemory.tensor(tokens, OnnxJavaType.INT32, new long[] {longest, rows});
    try {
      run(tensor, rows);
    } finally {
      NativeMemory.close(tensor);
    }
    for (int row = 0; row < rows; row++) {
      after.get(row, states[row]);
    }
  }

  @Override
  public void close() {
    before.close();
    after.close();
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

  private void run(OnnxTensor tokenTensor, int rows) {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    Map<String, OnnxTensor> outputs = new HashMap<>();
    inputs.put(TOKENS, tokenTensor);
    inputs.put(LENGTHS, lengths.tensor(rows));
    before.bind(rows, "", inputs);
    after.bind(rows, OnnxStepGraph.NEXT, outputs);
    session.run(inputs, outputs);
  }
}
