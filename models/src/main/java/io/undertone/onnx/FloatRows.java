package io.undertone.onnx;

import ai.onnxruntime.OnnxTensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one tensor in native memory, {@code [rowsMax, …shape]}, row-major: allocated once, and
 * seen by ONNX Runtime without a copy. For each row count that was ever used there is one tensor
 * over the first so many rows.
 */
final class FloatRows implements AutoCloseable {

  private final FloatBuffer values;
  private final List<Integer> shape;
  private final int size;
  private final @Nullable OnnxTensor[] byRows;

  FloatRows(int rowsMax, List<Integer> shape) {
    this.shape = shape;
    this.size = shape.stream().reduce(1, Math::multiplyExact);
    this.values = NativeMemory.bytes(rowsMax, size).asFloatBuffer();
    this.byRows = new OnnxTensor[rowsMax + 1];
  }

  /** Fills a row from {@code from[offset …]}. */
  void put(int row, float[] from, int offset) {
    values.put(row * size, from, offset, size);
  }

  /** Copies a row to {@code into[offset …]}. */
  void get(int row, float[] into, int offset) {
    values.get(row * size, into, offset, size);
  }

  /** Copies a row over another. */
  void move(int from, int to) {
    values.put(to * size, values, from * size, size);
  }

  /** The first rows as a tensor; it sees what is put later. Not to be closed by the caller. */
  OnnxTensor tensor(int rows) {
    OnnxTensor tensor = byRows[rows];
    if (tensor == null) {
      tensor = NativeMemory.tensor(values.slice(0, rows * size), shape(rows));
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

  private long[] shape(int rows) {
    return LongStream.concat(LongStream.of(rows), shape.stream().mapToLong(Integer::longValue))
        .toArray();
  }
}
