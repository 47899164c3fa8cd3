package io.undertone.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.undertone.cell.Device;
import java.nio.file.Path;
import java.util.Map;

/**
 * One graph in ONNX Runtime. Runs on the thread that calls, with no threads of its own, so that
 * each subtask uses its own core and idle ones use none. Thread-safe; to be closed when nothing
 * runs.
 */
final class Session implements AutoCloseable {

  private final String graph;
  private final OrtSession session;

  private Session(String graph, OrtSession session) {
    this.graph = graph;
    this.session = session;
    OpenHandles.addSession();
  }

  /**
   * Loads a graph from its file.
   *
   * @throws OrtException if the device cannot be used, or ONNX Runtime refuses the graph
   */
  static Session open(Path file, Device device) throws OrtException {
    OrtSession session = Environment.get().session(file, device);
    return new Session(String.valueOf(file.getFileName()), session);
  }

  /** Loads a graph from its bytes, for the CPU. */
  static Session of(String name, byte[] graph) throws OrtException {
    return new Session(name, Environment.get().session(graph));
  }

  /** What the graph takes and gives. */
  GraphSignature signature() {
    try {
      return GraphSignature.of(session);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime describes what it loaded: " + graph, e);
    }
  }

  /** Runs the graph from and into the tensors that are given, by name. */
  void run(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException(
          "Running "
              + graph
              + ": expected ONNX Runtime to compute it, found "
              + e.getMessage()
              + ". Check the bundle with `models check`.",
          e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("Closing " + graph + ": " + e.getMessage(), e);
    }
    OpenHandles.removeSession();
  }
}
