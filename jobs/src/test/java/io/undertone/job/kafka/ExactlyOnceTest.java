package io.undertone.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobEnvironment;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
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

  @Test
  void givesACheckpointUpBeforeKafkaGivesUpItsTransactions() {
    assertThat(checkpointTimeout(Map.of(), null)).isEqualTo(Duration.ofMinutes(5));
    assertThat(checkpointTimeout(Map.of("transaction.timeout.ms", "3600000"), null))
        .as("Flink's default")
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(checkpointTimeout(Map.of(), Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
    assertThat(checkpointTimeout(Map.of("transaction.timeout.ms", " 20000 "), null))
        .as("blanks around, which Kafka's clients pass over")
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void refusesTransactionsThatEndBeforeTheyCanBeCommitted() {
    assertThatThrownBy(() -> checkpointTimeout(Map.of("transaction.timeout.ms", "19999"), null))
        .hasMessage(
            "Reading the Kafka property transaction.timeout.ms: expected two checkpoint intervals,"
                + " 20000 ms, or more, found 19999. Kafka would give results up before they are"
                + " committed. Raise it, or leave it out.");
  }

  private static Duration checkpointTimeout(
      Map<String, String> properties, @Nullable Duration asked) {
    JobEnvironment settings = new JobEnvironment();
    if (asked != null) {
      settings.with(CheckpointingOptions.CHECKPOINTING_TIMEOUT, asked);
    }
    StreamExecutionEnvironment environment = settings.create();
    new ExactlyOnce("a", Duration.ofSeconds(10)).boundCheckpoints(environment, config(properties));
    return Duration.ofMillis(environment.getCheckpointConfig().getCheckpointTimeout());
  }

  private static KafkaConfig config(Map<String, String> properties) {
    return new KafkaConfig("localhost:1", "r", "s", "j", "g", properties, false);
  }

  private static Properties producer(Map<String, String> properties) {
    return new ExactlyOnce("a", Duration.ofSeconds(10)).producer(config(properties));
  }
}
