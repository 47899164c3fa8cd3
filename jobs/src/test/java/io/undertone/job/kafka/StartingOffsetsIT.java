package io.undertone.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts of a job whose group may have read before. */
class StartingOffsetsIT {

  private static final ModelSource MODEL = ModelSource.at(TestReviews.BUNDLE.toString());
  private static final Duration INTERVAL = Duration.ofMillis(300);
  private static final List<String> REVIEWS = TestReviews.lines(1);

  @TempDir Path folder;
  private KafkaConfig kafka;

  @BeforeEach
  void sendsReviews() throws Exception {
    kafka = TestKafka.config(1, true);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), REVIEWS));
  }

  @Test
  void readsFromTheBeginningWhereTheGroupHasReadNothing() throws Exception {
    groupHasRead(0);
    GroupCheck.check(kafka, ReadingStart.goingOn(MemoryStart.REFUSE));
    run(MemoryStart.REFUSE);

    assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSameSizeAs(REVIEWS);
  }

  @Test
  void refusesToGoOnWithEmptyMemoriesAndSaysTheWayOut() throws Exception {
    groupHasRead(5);

    String refusal =
        "Starting without a savepoint or checkpoint: expected a group that has read nothing, found that '%s' has read from 1 partition. Every user's memory would be empty. Give --restore-from a savepoint or a retained checkpoint (on a cluster with high availability under a new job id), or --memory-start empty to go on without memories, or another --group to read from the beginning."
            .formatted(kafka.group());
    assertThatThrownBy(() -> run(MemoryStart.REFUSE))
        .extracting(failure -> ExceptionUtils.findThrowable(failure, JobException.class))
        .satisfies(told -> assertThat(told.orElseThrow()).hasMessage(refusal));
    assertThatThrownBy(() -> GroupCheck.check(kafka, ReadingStart.goingOn(MemoryStart.REFUSE)))
        .as("before anything starts")
        .hasMessage(refusal);
    assertThat(TestKafka.committed(kafka, kafka.sentiments())).isEmpty();
  }

  @Test
  void goesOnWithEmptyMemoriesWhereToldTo() throws Exception {
    groupHasRead(5);
    GroupCheck.check(kafka, ReadingStart.goingOn(MemoryStart.EMPTY));
    run(MemoryStart.EMPTY);

    assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSize(REVIEWS.size() - 5);
  }

  /** Kafka has deleted what comes next, since the job was away for longer than records are kept. */
  @Test
  void failsWhereThePlaceToGoOnIsGone() throws Exception {
    KafkaConfig live = TestKafka.config(1, false);
    TestKafka.send(live, TestReviews.records(live.reviews(), REVIEWS));
    JobEnvironment first = TestJob.environment(1);
    String savepoint = TestJob.runUntil(live, REVIEWS.size(), first, folder);
    TestKafka.send(live, TestReviews.records(live.reviews(), REVIEWS));
    deleteUntil(live, REVIEWS.size() + 5);

    StreamExecutionEnvironment second =
        TestJob.environment(1).restoreFrom(savepoint, false).create();
    new KafkaJob(live, new ExactlyOnce(live.group(), INTERVAL))
        .define(second, MODEL, SentimentSettings.defaults());
    try (RunningJob job = RunningJob.start(second, "away for too long")) {
      assertThatThrownBy(job::await)
          .satisfies(
              failure ->
                  assertThat(ExceptionUtils.findThrowable(failure, OffsetOutOfRangeException.class))
                      .isPresent());
    }
  }

  private static void deleteUntil(KafkaConfig kafka, long offset) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      var partition = new TopicPartition(kafka.reviews(), 0);
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset))).all().get();
    }
  }

  private void run(MemoryStart start) throws Exception {
    StreamExecutionEnvironment environment =
        new JobEnvironment()
            .parallelism(1, 720)
            .checkpoints(INTERVAL, folder.toUri().toString())
            .restarts()
            .create();
    new KafkaJob(
            kafka,
            new ExactlyOnce(kafka.group(), INTERVAL),
            ReadingStart.goingOn(start),
            LostResults.FAIL)
        .define(environment, MODEL, SentimentSettings.defaults());
    try (RunningJob job = RunningJob.start(environment, "started")) {
      job.await();
    }
  }

  private void groupHasRead(long offset) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      var partition = new TopicPartition(kafka.reviews(), 0);
      admin
          .alterConsumerGroupOffsets(
              kafka.group(), Map.of(partition, new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }
}
