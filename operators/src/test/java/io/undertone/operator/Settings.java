package io.undertone.operator;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ExecutorKind;
import io.undertone.operator.settings.Batching;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.Remembering.Mismatch;
import io.undertone.operator.settings.SentimentSettings;
import java.time.Duration;

/** Settings in a word, for tests. */
public final class Settings {

  /** Milliseconds that a review waits where a test asks for a delay. */
  public static final int DELAY_MAX = 10;

  /** A user who is away longer starts fresh. */
  public static final int IDLE_MAX = 1000;

  /** And the memory is freed so much later. */
  public static final int SPARE = 100;

  private Settings() {}

  public static SentimentSettings slots(int slots) {
    return slots(slots, ExecutorKind.CELL);
  }

  public static SentimentSettings slotsAndDelay(int slots) {
    return slots(slots).with(new Batching(slots, ExecutorKind.CELL, Duration.ofMillis(DELAY_MAX)));
  }

  public static SentimentSettings slots(int slots, ExecutorKind executor) {
    return SentimentSettings.defaults()
        .with(DeviceChoice.CPU)
        .with(new Batching(slots, executor, Duration.ZERO))
        .with(remembering(Memory.CARRY, Mismatch.RESET));
  }

  public static Remembering remembering(Memory memory, Mismatch mismatch) {
    return new Remembering(memory, Duration.ofMillis(IDLE_MAX), Duration.ofMillis(SPARE), mismatch);
  }
}
