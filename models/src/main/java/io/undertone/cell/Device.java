package io.undertone.cell;

import java.util.Locale;

/** Where a model runs. */
public enum Device {
  CPU,
  CUDA;

  /** The name that is logged and published. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
