package io.undertone.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest {

  @Test
  void keepsATransactionOpenForTwoCheckpointsAndARecovery() {
    assertThat(new ExactlyOnce("a", Duration.ofSeconds(10)).transactionTimeout())
        .isEqualTo(Duration.ofSeconds(320));
  }

  @Test
  void neverAsksForMoreThanBrokersAllow() {
    ExactlyOnce slowest = new ExactlyOnce("a", ExactlyOnce.checkpointIntervalMax());

    assertThat(slowest.transactionTimeout()).isEqualTo(ExactlyOnce.TIMEOUT_MAX);
  }
}
