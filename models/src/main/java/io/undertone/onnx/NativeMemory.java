package io.undertone.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

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

  static OnnxTensor tensor(FloatBuffer values, long[] shape) {
    try {
      return counted(Environment.get().tensor(values, shape));
    } catch (OrtException e) {
      throw new IllegalStateException("a direct buffer makes a tensor", e);
    }
  }

  static OnnxTensor tensor(IntBuffer values, long[] shape) {
    try {
      return counted(Environment.get().tensor(values, shape));
    } catch (OrtException e) {
      throw new IllegalStateException("a direct buffer makes a tensor", e);
    }
  }

  static void close(OnnxTensor tensor) {
    tensor.close();
    OpenHandles.removeTensor();
  }

  private static OnnxTensor counted(OnnxTensor tensor) {
    OpenHandles.addTensor();
    return tensor;
  }
}
