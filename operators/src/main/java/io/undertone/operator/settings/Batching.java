package io.undertone.operator.settings;

import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a batching operator forms batches. No answer depends on it, only its latency.
 *
 * @param slots reviews that step together, B
 * @param executor how the token stage batches
 * @param delayMax how long the first review of an idle operator waits for others; whole
 *     milliseconds, zero for not at all
 */
public record Batching(int slots, ExecutorKind executor, Duration delayMax)
    implements Serializable {

  /** A longer delay is probably a wrong unit. */
  public static final Duration DELAY_MAX_BOUND = Duration.ofMinutes(1);

  public Batching {
    new EngineSettings(slots, executor);
    if (delayMax.isNegative()
        || delayMax.compareTo(DELAY_MAX_BOUND) > 0
        || !delayMax.equals(Duration.ofMillis(delayMax.toMillis()))) {
      throw new IllegalArgumentException(
          "Setting the longest delay: expected whole milliseconds from 0 to %d, found %s. Choose another."
              .formatted(DELAY_MAX_BOUND.toMillis(), delayMax));
    }
  }

  /** 256 slots, the executor that suits the device, no delay. */
  public static Batching defaults() {
    return new Batching(256, ExecutorKind.AUTO, Duration.ZERO);
  }

  public Batching withSlots(int changed) {
    return new Batching(changed, executor, delayMax);
  }

  public Batching withDelayMax(Duration changed) {
    return new Batching(slots, executor, changed);
  }

  /** The part that the engine needs. */
  public EngineSettings engine() {
    return new EngineSettings(slots, executor);
  }
}
