package io.undertone.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {

  private long now = Long.MAX_VALUE - 10; // the clock may begin anywhere, and wrap around
  private final Silence silence = new Silence(Duration.ofNanos(20), () -> now);

  @Test
  void isTooLongOnlyBehindItsBound() {
    now += 20;
    assertThat(silence.isTooLong()).isFalse();
    now++;
    assertThat(silence.isTooLong()).isTrue();
  }

  @Test
  void beginsAgainWithWhateverIsHeard() {
    for (int times = 0; times < 5; times++) {
      now += 20;
      assertThat(silence.isTooLong()).isFalse();
      silence.end();
    }
  }
}
