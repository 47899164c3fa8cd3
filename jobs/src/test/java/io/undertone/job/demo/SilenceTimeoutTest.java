package io.undertone.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTimeoutTest {

  private long now = Long.MAX_VALUE - 10; // the clock may begin anywhere, and wrap around
  private final SilenceTimeout silence = new SilenceTimeout(Duration.ofNanos(20), () -> now);

  @Test
  void isTooLongOnlyBehindItsBound() {
    now += 20;
    assertThat(silence.isExpired()).isFalse();
    now++;
    assertThat(silence.isExpired()).isTrue();
  }

  @Test
  void isNeverTooLongWhereTheBoundIsLongerThanTheClockCounts() {
    SilenceTimeout patient = new SilenceTimeout(Duration.ofMillis(Long.MAX_VALUE), () -> now);
    now += Long.MAX_VALUE;
    assertThat(patient.isExpired()).isFalse();
  }

  @Test
  void beginsAgainWithWhateverIsHeard() {
    for (int times = 0; times < 5; times++) {
      now += 20;
      assertThat(silence.isExpired()).isFalse();
      silence.reset();
    }
  }
}
