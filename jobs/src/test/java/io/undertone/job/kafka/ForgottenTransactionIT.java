package io.undertone.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobEnvironment;
import io.undertone.job.broker.EmbeddedBroker;
import io.undertone.job.chaos.Waiting;
import io.undertone.job.local.RunningJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that was stopped in good order, and goes on when Kafka has forgotten its transactions. */
class ForgottenTransactionIT {

  private static final List<String> REVIEWS = TestReviews.lines(1);

  /** Kafka's own default is a week. Longer than a job takes to begin, on any machine. */
  private static final String FORGETS_AFTER_MILLIS = "15000";

  /** No checkpoint comes by itself, so the savepoint holds what it commits. */
  private static final Duration NEVER = Duration.ofMinutes(10);

  @TempDir Path folder;

  @Test
  void endsAndSaysThatNobodyCanTellOrGoesOnWhereToldTo() throws Exception {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(
            Map.of(
                "transactional.id.expiration.ms",
                FORGETS_AFTER_MILLIS,
                "transaction.remove.expired.transaction.cleanup.interval.ms",
                "500"))) {
      KafkaConfig kafka = TestKafka.config(broker, 2, "group");
      TestKafka.send(kafka, TestReviews.records(kafka.reviews(), REVIEWS));
      String savepoint = TestJob.runUntil(kafka, REVIEWS.size(), settings(), folder);
      assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSameSizeAs(REVIEWS);
      awaitThatAllIsForgotten(kafka);

      try (RunningJob job = goOn(kafka, savepoint, LostResults.FAIL)) {
        assertThatThrownBy(job::await)
            .hasStackTraceContaining("found that it has forgotten this id")
            .hasStackTraceContaining("give --lost-results drop, and nothing is lost.");
      }

      try (RunningJob job = goOn(kafka, savepoint, LostResults.DROP)) {
        TestKafka.send(kafka, TestReviews.records(kafka.reviews(), REVIEWS));
        Waiting.until(
            "the new reviews are answered, and no old ones again",
            () -> TestKafka.committed(kafka, kafka.sentiments()).size() == 2 * REVIEWS.size());
        assertThat(job.ended()).isNotDone();
      }
    }
  }

  private static void awaitThatAllIsForgotten(KafkaConfig kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      Waiting.until(
          "Kafka has forgotten every transaction",
          () -> admin.listTransactions().all().get().isEmpty());
    }
  }

  private static JobEnvironment settings() {
    return TestJob.environment(1)
        .with(CheckpointingOptions.CHECKPOINTING_INTERVAL, NEVER)
        .with(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, NEVER); // not the first, too
  }

  private static RunningJob goOn(KafkaConfig kafka, String savepoint, LostResults lost)
      throws Exception {
    StreamExecutionEnvironment environment =
        TestJob.environment(1).restoreFrom(savepoint, false).create();
    new KafkaJob(
            kafka,
            new ExactlyOnce(kafka.group(), TestJob.INTERVAL),
            ReadingStart.goingOn(MemoryStart.REFUSE),
            lost)
        .define(environment, TestJob.MODEL, TestJob.SETTINGS);
    return RunningJob.start(environment, "forgotten");
  }
}
