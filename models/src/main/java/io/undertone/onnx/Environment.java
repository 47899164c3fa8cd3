package io.undertone.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.undertone.cell.Device;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's one environment in this process, and all that is made in it. Options of a session
 * are built nowhere else: the CUDA provider refuses to be one before there is an environment.
 *
 * <p>It is made on a thread of its own with a deep stack. While making it, ONNX Runtime 1.29 reads
 * the process's command line with a regular expression that takes a stack frame for every few
 * characters: on a thread of Java's usual 1 MiB, a class path of 6 KB ends the process without a
 * word (measured; so do other users report). Java has no way to set {@code ORT_DISABLE_TELEMETRY},
 * which would spare it; whoever starts the process has.
 */
final class Environment {

  /** Enough for the longest argument that Linux takes, 128 KiB, several times over. */
  private static final long STACK_BYTES = 256L << 20;

  /**
   * Errors alone: that a GPU leaves the arithmetic of shapes to the CPU is a warning, in colour, on
   * the terminal, for every graph.
   */
  private static final OrtLoggingLevel LEVEL = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;

  /**
   * Holds the one environment, in a class of its own: the thread that makes it uses {@link
   * Environment}, which must be initialized by then.
   */
  private static final class Made {
    static final Made ONE = make();

    final @Nullable Environment environment;
    final @Nullable DeviceException failure;

    Made(@Nullable Environment environment, @Nullable DeviceException failure) {
      this.environment = environment;
      this.failure = failure;
    }
  }

  private final OrtEnvironment environment;

  private Environment(OrtEnvironment environment) {
    this.environment = environment;
  }

  /**
   * @throws DeviceException if its native libraries cannot be unpacked or loaded
   */
  static Environment get() {
    if (Made.ONE.environment == null) {
      throw Objects.requireNonNull(Made.ONE.failure);
    }
    return Made.ONE.environment;
  }

  /**
   * Loads a graph from its file. Whoever asks closes the session.
   *
   * @throws OrtException if the device cannot be used, or ONNX Runtime refuses the graph
   */
  OrtSession session(Path graph, Device device) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      configure(options, device);
      return environment.createSession(graph.toString(), options);
    }
  }

  /** Loads a graph from its bytes, for the CPU. */
  OrtSession session(byte[] graph) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      configure(options, Device.CPU);
      return environment.createSession(graph, options);
    }
  }

  OnnxTensor tensor(ByteBuffer values, OnnxJavaType type, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, values, shape, type);
  }

  private static void configure(SessionOptions options, Device device) throws OrtException {
    options.setSessionLogLevel(LEVEL);
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
    if (device == Device.CUDA) {
      addCuda(options);
    }
  }

  /** Full float32 products: TF32 keeps ten bits of the mantissa, too few for the goldens. */
  private static void addCuda(SessionOptions options) throws OrtException {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
      cuda.add("use_tf32", "0");
      options.addCUDA(cuda);
    }
  }

  private static Made make() {
    ThreadGroup own = new ThreadGroup("onnxruntime");
    UnpackedLibraries.Faults faults = new UnpackedLibraries.Faults();
    Thread deep =
        new Thread(own, () -> faults.watch(Environment::open), "onnxruntime", STACK_BYTES);
    deep.start();
    boolean interrupted = false;
    while (deep.isAlive()) {
      try {
        deep.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    DeviceException failure = faults.failure();
    if (failure != null) {
      return new Made(null, failure);
    }
    ExitHook.remove(own);
    UnpackedLibraries.delete();
    return new Made(new Environment(withoutTelemetry(open())), null);
  }

  /** Makes it the first time, and gives the same one ever after. */
  private static OrtEnvironment open() {
    return OrtEnvironment.getEnvironment(LEVEL);
  }

  /** Reviews are private: nothing about them is to be reported. */
  private static OrtEnvironment withoutTelemetry(OrtEnvironment environment) {
    try {
      environment.setTelemetry(false);
      return environment;
    } catch (OrtException e) {
      throw new IllegalStateException(
          "Opening ONNX Runtime: expected to turn its telemetry off, found "
              + e.getMessage()
              + ". Check the version of ONNX Runtime.",
          e);
    }
  }
}
