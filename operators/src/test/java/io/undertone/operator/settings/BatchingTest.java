package io.undertone.operator.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.ExecutorKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchingTest {

  @Test
  void takesWholeMillisecondsUpToAMinute() {
    delay(Duration.ZERO);
    delay(Duration.ofMillis(1));
    delay(Batching.DELAY_MAX_BOUND);
    assertRefused(Batching.DELAY_MAX_BOUND.plusMillis(1), "PT1M0.001S");
    assertRefused(Duration.ofMillis(-1), "PT-0.001S");
  }

  /** Rounded down it would be no delay at all. */
  @Test
  void refusesPartsOfAMillisecond() {
    assertRefused(Duration.ofNanos(500_000), "PT0.0005S");
  }

  private static void assertRefused(Duration delayMax, String found) {
    assertThatThrownBy(() -> delay(delayMax))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Setting the longest delay: expected whole milliseconds from 0 to 60000, found "
                + found
                + ". Choose another.");
  }

  private static void delay(Duration delayMax) {
    new Batching(1, ExecutorKind.AUTO, delayMax);
  }
}
