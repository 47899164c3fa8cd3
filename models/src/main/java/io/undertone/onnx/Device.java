package io.undertone.onnx;

import java.util.Locale;

/** Where sessions run. */
enum Device {
  CPU,
  CUDA;

  /** The name that is logged and published. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
