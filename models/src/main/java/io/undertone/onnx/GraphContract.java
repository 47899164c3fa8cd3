package io.undertone.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.undertone.model.BundleException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * What a graph must take and give, by the manifest: names, types and shapes. A row axis is free, so
 * it is −1; every other extent is fixed.
 */
final class GraphContract {

  private static final long FREE = -1;

  private final Path file;
  private final Map<String, String> inputs = new TreeMap<>();
  private final Map<String, String> outputs = new TreeMap<>();

  GraphContract(Path file) {
    this.file = file;
  }

  /** Ints, one a row. */
  GraphContract takesInts(String name) {
    inputs.put(name, describe(OnnxJavaType.INT32, new long[] {FREE}));
    return this;
  }

  /** Ints, {@code [T, B]}. */
  GraphContract takesTimesOfInts(String name) {
    inputs.put(name, describe(OnnxJavaType.INT32, new long[] {FREE, FREE}));
    return this;
  }

  /** Floats, {@code [B, …shape]}. */
  GraphContract takes(String name, List<Integer> shape) {
    inputs.put(name, floats(shape));
    return this;
  }

  /** Floats, {@code [B, …shape]}. */
  GraphContract gives(String name, List<Integer> shape) {
    outputs.put(name, floats(shape));
    return this;
  }

  /**
   * Proves that a loaded graph is so.
   *
   * @throws BundleException if it is not
   */
  void check(Session session) {
    compare("inputs", inputs, session.inputs());
    compare("outputs", outputs, session.outputs());
  }

  private void compare(String what, Map<String, String> expected, Map<String, NodeInfo> infos) {
    Map<String, String> found = new TreeMap<>();
    infos.forEach((name, info) -> found.put(name, describe(info)));
    if (!found.equals(expected)) {
      throw new BundleException(
          "Checking " + file,
          "the " + what + " " + expected,
          found.toString(),
          "Export the bundle again: its graphs and its manifest differ.");
    }
  }

  private static String floats(List<Integer> shape) {
    return describe(
        OnnxJavaType.FLOAT,
        LongStream.concat(LongStream.of(FREE), shape.stream().mapToLong(Integer::longValue))
            .toArray());
  }

  private static String describe(NodeInfo info) {
    return info.getInfo() instanceof TensorInfo tensor
        ? describe(tensor.type, tensor.getShape())
        : "no tensor";
  }

  private static String describe(OnnxJavaType type, long[] shape) {
    return type + Arrays.toString(shape);
  }
}
