package io.undertone.cell;

import io.undertone.model.Manifest;
import io.undertone.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * One loaded model, shared by the subtasks of a process. Thread-safe; the stages and heads that it
 * opens are not, and are closed before it.
 */
public interface Model extends AutoCloseable {

  /** What the model says of itself. */
  Manifest manifest();

  /** Where it runs. */
  Device device();

  /**
   * Why it runs on the CPU where either device would do ({@link DeviceChoice#AUTO}); null if the
   * device was named, or a GPU is used.
   */
  @Nullable String deviceReason();

  /** Turns text into the ids that the model was trained on. */
  Tokenizer tokenizer();

  /** The rows of its stages and of a user's memory. */
  ModelLayout layout();

  /**
   * How {@link #openTokenStage} would batch. An executor that is asked for by name is proven first,
   * once, as the one of {@link ExecutorKind#AUTO} was when the model was loaded.
   *
   * @return never {@link ExecutorKind#AUTO}
   * @throws IllegalArgumentException if the bundle has no graph for what was asked
   * @throws io.undertone.model.BundleException if that graph does not give the goldens' answers
   */
  ExecutorKind executor(ExecutorKind asked);

  /** Whether it has a graph for an executor, on its device. */
  boolean runs(ExecutorKind executor);

  /** Opens the stage that steps once per token. */
  StageExecutor openTokenStage(EngineSettings settings);

  /**
   * Opens the stage that steps once per review.
   *
   * @throws IllegalStateException if the model has no review cell
   */
  StageExecutor openReviewStage(EngineSettings settings);

  /** Opens a head for that many rows at a time. */
  Head openHead(int rowsMax);

  /** A row of the token stage. */
  default StateLayout tokenLayout() {
    return layout().token();
  }

  /** A row of the review stage; null where the model has no review cell. */
  default @Nullable StateLayout reviewLayout() {
    return layout().review();
  }

  /** What is kept per user; of width 0 where the model has no memory. */
  default StateLayout memoryLayout() {
    return layout().memory();
  }

  /** Floats of the readout, R. */
  default int readoutWidth() {
    return layout().readoutWidth();
  }

  /** Returns the readout, {@code [R]}, of a row of the token stage. */
  default float[] readout(float[] tokenStates) {
    return layout().readout(tokenStates);
  }

  @Override
  void close();
}
