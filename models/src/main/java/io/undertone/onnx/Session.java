package io.undertone.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
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
    try (SessionOptions options = options(device)) {
      OrtSession session = Environment.get().createSession(file.toString(), options);
      return new Session(String.valueOf(file.getFileName()), session);
    }
  }

  /** Loads a graph from its bytes, for the CPU. */
  static Session of(String name, byte[] graph) throws OrtException {
    try (SessionOptions options = options(Device.CPU)) {
      return new Session(name, Environment.get().createSession(graph, options));
    }
  }

  /** The graph's inputs by name. */
  Map<String, NodeInfo> inputs() {
    return info(session::getInputInfo);
  }

  /** The graph's outputs by name. */
  Map<String, NodeInfo> outputs() {
    return info(session::getOutputInfo);
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

  private static SessionOptions options(Device device) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
    if (device == Device.CUDA) {
      addCuda(options);
    }
    return options;
  }

  /** Full float32 products: TF32 keeps ten bits of the mantissa, too few for the goldens. */
  private static void addCuda(SessionOptions options) throws OrtException {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
      cuda.add("use_tf32", "0");
      options.addCUDA(cuda);
    }
  }

  /** A reading of a session's own description. */
  private interface Description {
    Map<String, NodeInfo> read() throws OrtException;
  }

  private Map<String, NodeInfo> info(Description description) {
    try {
      return description.read();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime describes what it loaded: " + graph, e);
    }
  }
}
