package io.undertone.onnx;

import ai.onnxruntime.OnnxTensor;
import java.nio.IntBuffer;
import org.jspecify.annotations.Nullable;

/** One int a row in native memory, {@code [rowsMax]}, with a tensor for each row count. */
final class IntRows implements AutoCloseable {

  private final IntBuffer values;
  private final @Nullable OnnxTensor[] byRows;

  IntRows(int rowsMax) {
    this.values = NativeMemory.bytes(rowsMax, 1).asIntBuffer();
    this.byRows = new OnnxTensor[rowsMax + 1];
  }

  /** Fills rows 0 to {@code rows − 1}. */
  void put(int[] from, int rows) {
    values.put(0, from, 0, rows);
  }

  /** The first rows as a tensor; it sees what is put later. Not to be closed by the caller. */
  OnnxTensor tensor(int rows) {
    OnnxTensor tensor = byRows[rows];
    if (tensor == null) {
      tensor = NativeMemory.tensor(values.slice(0, rows), new long[] {rows});
      byRows[rows] = tensor;
    }
    return tensor;
  }

  @Override
  public void close() {
    for (int rows = 0; rows < byRows.length; rows++) {
      OnnxTensor tensor = byRows[rows];
      if (tensor != null) {
        NativeMemory.close(tensor);
        byRows[rows] = null;
      }
    }
  }
}
