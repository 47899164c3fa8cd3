package io.undertone.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.undertone.cell.Device;
import io.undertone.model.BundleException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * What a graph takes and gives: the names of its inputs and outputs, each with its type and shape.
 * The length of an axis is −1 where any length will do, as for the rows. It is either read from a
 * graph, or written down as the manifest demands it.
 */
public final class GraphSignature {

  private static final long ANY = -1;

  private final Map<String, String> inputs = new LinkedHashMap<>();
  private final Map<String, String> outputs = new LinkedHashMap<>();

  /** Takes and gives nothing yet. */
  GraphSignature() {}

  /**
   * Reads a graph on the CPU.
   *
   * @throws BundleException if ONNX Runtime refuses it
   */
  public static GraphSignature of(Path file) {
    try (Session session = Session.open(file, Device.CPU)) {
      return session.signature();
    } catch (OrtException e) {
      throw new BundleException(
          "Reading " + file,
          "a graph that ONNX Runtime can run",
          String.valueOf(e.getMessage()),
          "Export the bundle again.",
          e);
    }
  }

  static GraphSignature of(OrtSession session) throws OrtException {
    GraphSignature found = new GraphSignature();
    session.getInputInfo().forEach((name, node) -> found.inputs.put(name, described(node)));
    session.getOutputInfo().forEach((name, node) -> found.outputs.put(name, described(node)));
    return found;
  }

  /** The inputs in words, in the graph's order; {@code ?} is an axis of any length. */
  public List<String> inputs() {
    return inWords(inputs);
  }

  /** The outputs in words, as for the inputs. */
  public List<String> outputs() {
    return inWords(outputs);
  }

  /** Ints, {@code [B]}. */
  GraphSignature takesInts(String name) {
    inputs.put(name, described(OnnxJavaType.INT32, ANY));
    return this;
  }

  /** Ints, {@code [T, B]}. */
  GraphSignature takesTimesOfInts(String name) {
    inputs.put(name, described(OnnxJavaType.INT32, ANY, ANY));
    return this;
  }

  /** Floats, {@code [B, …shape]}. */
  GraphSignature takes(String name, List<Integer> shape) {
    inputs.put(name, floats(shape));
    return this;
  }

  /** Floats, {@code [B, …shape]}. */
  GraphSignature gives(String name, List<Integer> shape) {
    outputs.put(name, floats(shape));
    return this;
  }

  /**
   * Proves that a graph takes and gives exactly this.
   *
   * @param file where the graph was read
   * @throws BundleException if it does not
   */
  void check(Path file, GraphSignature found) {
    compare(file, "inputs", inputs, found.inputs);
    compare(file, "outputs", outputs, found.outputs);
  }

  private static void compare(
      Path file, String what, Map<String, String> expected, Map<String, String> found) {
    if (!found.equals(expected)) {
      throw new BundleException(
          "Checking " + file,
          "the " + what + " " + new TreeMap<>(expected),
          new TreeMap<>(found).toString(),
          "Export the bundle again: its graphs and its manifest differ.");
    }
  }

  private static List<String> inWords(Map<String, String> tensors) {
    return tensors.entrySet().stream()
        .map(tensor -> tensor.getKey() + " " + inWords(tensor.getValue()))
        .toList();
  }

  private static String inWords(String tensor) {
    return tensor.toLowerCase(Locale.ROOT).replace(String.valueOf(ANY), "?");
  }

  private static String floats(List<Integer> shape) {
    LongStream row = shape.stream().mapToLong(Integer::longValue);
    return described(OnnxJavaType.FLOAT, LongStream.concat(LongStream.of(ANY), row).toArray());
  }

  private static String described(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo tensor
        ? described(tensor.type, tensor.getShape())
        : "no tensor";
  }

  private static String described(OnnxJavaType type, long... shape) {
    return type + Arrays.toString(shape);
  }
}
