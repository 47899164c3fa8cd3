package io.undertone.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one tensor in native memory, {@code [rowsMax, …shape]}, row-major: allocated once, and
 * seen by ONNX Runtime without a copy. For each row count that was ever used there is one tensor
 * over the first so many rows.
 */
final class Rows implements AutoCloseable {

  private final OnnxJavaType type;
  private final List<Integer> shape;
  private final int size;
  private final ByteBuffer bytes;
  private final FloatBuffer floats;
  private final IntBuffer ints;
  private final @Nullable OnnxTensor[] byRows;

  private Rows(OnnxJavaType type, int rowsMax, List<Integer> shape) {
    this.type = type;
    this.shape = shape;
    this.size = shape.stream().reduce(1, Math::multiplyExact);
    this.bytes = NativeMemory.bytes(rowsMax, size);
    this.floats = bytes.asFloatBuffer();
    this.ints = bytes.asIntBuffer();
    this.byRows = new OnnxTensor[rowsMax + 1];
  }

  /** Floats, of this shape in each row. */
  static Rows ofFloats(int rowsMax, List<Integer> shape) {
    return new Rows(OnnxJavaType.FLOAT, rowsMax, shape);
  }

  /** One int a row. */
  static Rows ofInts(int rowsMax) {
    return new Rows(OnnxJavaType.INT32, rowsMax, List.of());
  }

  /** Fills a row from {@code from[offset …]}. */
  void put(int row, float[] from, int offset) {
    floats.put(row * size, from, offset, size);
  }

  /** Fills rows 0 to {@code rows − 1}, of one int each. */
  void put(int[] from, int rows) {
    ints.put(0, from, 0, rows);
  }

  /** Copies a row to {@code into[offset …]}. */
  void get(int row, float[] into, int offset) {
    floats.get(row * size, into, offset, size);
  }

  /** Copies a row over another. */
  void move(int from, int to) {
    floats.put(to * size, floats, from * size, size);
  }

  /** The first rows as a tensor; it sees what is put later. Not to be closed by the caller. */
  OnnxTensor tensor(int rows) {
    OnnxTensor tensor = byRows[rows];
    if (tensor == null) {
      tensor = NativeMemory.tensor(bytes, type, shape(rows));
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
