package io.undertone.cell;

/** Where a model is asked to run. */
public enum DeviceChoice {
  /** On a GPU where one proves itself on the goldens, else on the CPU. */
  AUTO,
  /** On the CPU. */
  CPU,
  /** On a GPU, or not at all. */
  CUDA
}
