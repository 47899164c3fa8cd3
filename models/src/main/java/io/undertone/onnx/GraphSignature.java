package io.undertone.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.undertone.model.BundleException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a graph takes and gives, as ONNX Runtime found it in the file, in the file's order; each
 * with its type and shape, where {@code ?} is an axis of any extent.
 */
public record GraphSignature(List<String> inputs, List<String> outputs) {

  public GraphSignature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Reads a graph on the CPU.
   *
   * @throws BundleException if ONNX Runtime refuses it
   */
  public static GraphSignature of(Path file) {
    try (Session session = Session.open(file, Device.CPU)) {
      return new GraphSignature(described(session.inputs()), described(session.outputs()));
    } catch (OrtException e) {
      throw new BundleException(
          "Reading " + file,
          "a graph that ONNX Runtime can run",
          String.valueOf(e.getMessage()),
          "Export the bundle again.",
          e);
    }
  }

  private static List<String> described(Map<String, NodeInfo> nodes) {
    List<String> described = new ArrayList<>();
    nodes.forEach((name, node) -> described.add(name + " " + described(node)));
    return described;
  }

  private static String described(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo tensor)) {
      return "no tensor";
    }
    List<String> extents = new ArrayList<>();
    for (long extent : tensor.getShape()) {
      extents.add(extent < 0 ? "?" : String.valueOf(extent));
    }
    return tensor.type.name().toLowerCase(Locale.ROOT) + extents;
  }
}
