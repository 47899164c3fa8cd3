package io.undertone.job.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import io.undertone.job.chaos.Waiting;
import io.undertone.operator.settings.SentimentSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No record that a topic takes is too large to be rejected. */
class LargeRejectsIT {

  private static final int FOUR_MEGABYTES = 4 << 20;
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  @Test
  void aRejectOfThreeMegabytesIsWritten() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, true);
    takes(kafka, kafka.reviews(), FOUR_MEGABYTES);
    takes(kafka, kafka.rejected(), FOUR_MEGABYTES);
    byte[] noise = new byte[3 << 20];
    Arrays.fill(noise, (byte) '!');
    TestKafka.send(kafka, List.of(new ProducerRecord<>(kafka.reviews(), noise)));
    StreamExecutionEnvironment environment =
        new JobEnvironment().parallelism(1, 720).checkpoints(INTERVAL, null).create();
    new KafkaJob(kafka, new ExactlyOnce(kafka.group(), INTERVAL))
        .define(environment, TestJob.MODEL, SentimentSettings.defaults());
    environment.execute();

    assertThat(TestKafka.committed(kafka, kafka.rejected()))
        .extracting(ConsumerRecord::value)
        .containsExactly(noise);
  }

  @Test
  void theJobDoesNotStartWhereRejectsMayBeTooLarge() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, true);
    assertThatCode(() -> TopicCheck.check(kafka)).doesNotThrowAnyException();

    takes(kafka, kafka.reviews(), FOUR_MEGABYTES);
    assertThatThrownBy(() -> TopicCheck.check(kafka))
        .isInstanceOf(JobException.class)
        .hasMessage(
            ("Comparing max.message.bytes of '%1$s' and '%2$s': expected at least 4194304 where"
                    + " rejects go, found 1048588. Raise it, or one large reject stops the job:\n"
                    + "  kafka-configs.sh --bootstrap-server %3$s --alter --entity-type topics"
                    + " --entity-name %2$s --add-config max.message.bytes=4194304")
                .formatted(kafka.reviews(), kafka.rejected(), kafka.bootstrapServers()));

    takes(kafka, kafka.rejected(), FOUR_MEGABYTES + 1);
    assertThatCode(() -> TopicCheck.check(kafka)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"max.request.size", "buffer.memory"})
  void theJobDoesNotStartWhereItsRequestsMayNotBeAsLarge(String limit) throws Exception {
    KafkaConfig kafka = TestKafka.config(1, true);
    assertThatCode(() -> TopicCheck.check(with(kafka, limit, "1048588")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> TopicCheck.check(with(kafka, limit, "1048587")))
        .isInstanceOf(JobException.class)
        .hasMessage(
            "Reading the Kafka property %s: expected at least 1048588, as max.message.bytes of '%s',"
                + " found 1048587. Give it as much, or one large reject stops the job.",
            limit, kafka.reviews());
  }

  @Test
  void theJobDoesNotStartWhereATopicTakesMoreThanAProducerHolds() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, true);
    takes(kafka, kafka.reviews(), ExactlyOnce.RECORD_BYTES_MAX + 1);
    takes(kafka, kafka.rejected(), ExactlyOnce.RECORD_BYTES_MAX + 1);

    assertThatThrownBy(() -> TopicCheck.check(kafka))
        .hasMessageContaining("max.request.size: expected at least 33554433, ")
        .hasMessageContaining(" found 33554432. ");
    assertThatThrownBy(() -> TopicCheck.check(with(kafka, "max.request.size", "33554433")))
        .hasMessageContaining("buffer.memory: expected at least 33554433, ");
  }

  private static KafkaConfig with(KafkaConfig kafka, String name, String value) {
    return new KafkaConfig(
        kafka.bootstrapServers(),
        kafka.reviews(),
        kafka.sentiments(),
        kafka.rejected(),
        kafka.group(),
        Map.of(name, value),
        true);
  }

  private static String told(Admin admin, ConfigResource topic) throws Exception {
    Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
    return requireNonNull(config).get("max.message.bytes").value();
  }

  /** Changes a topic, and waits until the broker has heard of it from its controller. */
  private static void takes(KafkaConfig kafka, String topic, int bytes) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      ConfigResource config = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      ConfigEntry size = new ConfigEntry("max.message.bytes", String.valueOf(bytes));
      admin
          .incrementalAlterConfigs(
              Map.of(config, List.of(new AlterConfigOp(size, AlterConfigOp.OpType.SET))))
          .all()
          .get();
      Waiting.until(
          "the broker knows " + size.value(), () -> size.value().equals(told(admin, config)));
    }
  }
}
