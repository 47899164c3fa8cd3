package io.undertone.cell;

/**
 * How an engine batches. No answer depends on it.
 *
 * @param slots reviews that step together, B; 1 to {@value #SLOTS_MAX}
 * @param executor how the token stage batches
 */
public record EngineSettings(int slots, ExecutorKind executor) {

  /** Bound of the slots: native buffers grow with it. */
  public static final int SLOTS_MAX = 4096;

  public EngineSettings {
    if (slots < 1 || slots > SLOTS_MAX) {
      throw new IllegalArgumentException(
          "Setting the batch: expected 1 to %d reviews, found %d. Choose one of these."
              .formatted(SLOTS_MAX, slots));
    }
  }
}
