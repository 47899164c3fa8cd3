package io.undertone.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

/**
 * ONNX Runtime's one environment in this process.
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

  private static final OrtEnvironment MADE = make();

  private Environment() {}

  static OrtEnvironment get() {
    return MADE;
  }

  private static OrtEnvironment make() {
    Thread deep = new Thread(null, OrtEnvironment::getEnvironment, "onnxruntime", STACK_BYTES);
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
    return withoutTelemetry(OrtEnvironment.getEnvironment());
  }

  /** What is read here is nobody's business but the user's. */
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
