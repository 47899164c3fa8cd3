package io.undertone.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Native memory for rows of four-byte numbers, and the tensors over it, each counted. */
final class NativeMemory {

  /** A cache line, and the widest vector register. */
  private static final int ALIGNMENT = 64;

  private NativeMemory() {}

  /** Zeroed memory for {@code rows · size} numbers. */
  static ByteBuffer bytes(int rows, int size) {
    long length = Math.multiplyExact((long) rows * size, Float.BYTES);
    long whole = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return ByteBuffer.allocateDirect(Math.toIntExact(whole + ALIGNMENT))
        .alignedSlice(ALIGNMENT)
        .order(ByteOrder.nativeOrder());
  }

  /** The first numbers as a tensor of that shape, over the same memory. */
  static OnnxTensor tensor(ByteBuffer bytes, OnnxJavaType type, long[] shape) {
    int length = Math.toIntExact(Arrays.stream(shape).reduce(Float.BYTES, Math::multiplyExact));
    ByteBuffer first = bytes.slice(0, length).order(ByteOrder.nativeOrder());
    try {
      OnnxTensor tensor = Environment.get().tensor(first, type, shape);
      OpenHandles.addTensor();
      return tensor;
    } catch (OrtException e) {
      throw new IllegalStateException("a direct buffer makes a tensor", e);
    }
  }

  static void close(OnnxTensor tensor) {
    tensor.close();
    OpenHandles.removeTensor();
  }
}
