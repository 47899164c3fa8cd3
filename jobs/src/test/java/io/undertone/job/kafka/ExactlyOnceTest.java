package io.undertone.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
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

  @Test
  void sendsWhateverTheTopicTakes() {
    assertThat(producer(Map.of())).containsEntry("max.request.size", "33554432");
  }

  @Test
  void letsTheUserHaveTheLastWord() {
    assertThat(producer(Map.of("max.request.size", "7"))).containsEntry("max.request.size", "7");
  }

  private static Properties producer(Map<String, String> properties) {
    KafkaEnds ends = new KafkaEnds("localhost:1", "r", "s", "j", "g", properties, false);
    return new ExactlyOnce("a", Duration.ofSeconds(10)).producer(ends);
  }
}
