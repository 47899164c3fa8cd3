package io.undertone.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.JobEnvironment;
import io.undertone.job.broker.Topics;
import io.undertone.operator.settings.SentimentSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The job against a broker in a container: {@code UNDERTONE_KAFKA_IMAGE}, or the official one.
 * Skipped where there is no Docker, or no such image to be had.
 */
class KafkaContainerIT {

  private final KafkaContainer container = new KafkaContainer(KafkaImage.name());

  /** Before each test and not before all: what is skipped there is not even counted. */
  @BeforeEach
  void start() throws Exception {
    KafkaImage.assumeThere();
    container.start();
  }

  @AfterEach
  void stop() {
    container.stop();
  }

  @Test
  void answersEveryReview() throws Exception {
    List<String> reviews = TestReviews.lines(1);
    KafkaConfig kafka =
        new KafkaConfig(
            container.getBootstrapServers(),
            "reviews",
            "sentiments",
            "rejected",
            "it",
            Map.of(),
            true);
    Topics.create(
        kafka.bootstrapServers(), 2, kafka.reviews(), kafka.sentiments(), kafka.rejected());
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), reviews));
    Duration interval = Duration.ofMillis(500);
    StreamExecutionEnvironment environment =
        new JobEnvironment().parallelism(2, 720).checkpoints(interval, null).create();
    new KafkaJob(kafka, new ExactlyOnce("it", interval))
        .define(environment, TestJob.MODEL, SentimentSettings.defaults());
    environment.execute();

    assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSameSizeAs(reviews);
  }
}
