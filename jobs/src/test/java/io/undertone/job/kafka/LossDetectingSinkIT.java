package io.undertone.job.kafka;

import static io.undertone.job.kafka.TestJob.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.settings.SentimentSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that was away for longer than Kafka holds what it had sent but not committed. */
class LossDetectingSinkIT {

  /** No checkpoint comes by itself. */
  private static final Duration NEVER = Duration.ofMinutes(5);

  private static final List<String> REVIEWS = TestReviews.lines(1);

  @TempDir Path folder;

  private KafkaConfig kafka;
  private String savepoint;

  @BeforeEach
  void sendsResultsAndDiesBeforeTheyAreCommitted() throws Exception {
    kafka = TestKafka.config(2, false);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), REVIEWS));
    try (RunningJob job = start(null, LostResults.FAIL)) {
      TestKafka.uncommitted(kafka, kafka.sentiments(), REVIEWS.size());
      savepoint =
          job.client()
              .triggerSavepoint(folder.toUri().toString(), SavepointFormatType.CANONICAL)
              .get();
    }
  }

  @Test
  void commitsThemWhenItComesBackInTime() throws Exception {
    assertThat(TestKafka.committed(kafka, kafka.sentiments())).isEmpty();
    runOnceMore(LostResults.FAIL);

    assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSameSizeAs(REVIEWS);
  }

  @Test
  void comesBackFromTheSamePointTwice() throws Exception {
    runOnceMore(LostResults.FAIL);
    runOnceMore(LostResults.FAIL);

    assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSameSizeAs(REVIEWS);
  }

  @Test
  void endsAndSaysWhichAreLostWhenItComesBackTooLate() throws Exception {
    String lost = giveUp().get(0);

    try (RunningJob job = start(savepoint, LostResults.FAIL)) {
      assertThatThrownBy(job::await)
          .hasRootCauseInstanceOf(Exception.class)
          .satisfies(
              failure ->
                  assertThat(told(failure))
                      .startsWith(
                          "Committing what was sent to '%s' before the last checkpoint: expected that Kafka still holds the transaction %s"
                              .formatted(kafka.sentiments(), lost))
                      .contains(" found that it gave it up (")
                      .endsWith("or give --lost-results drop to go on without them."));
    }
  }

  @Test
  void goesOnWithoutThemWhereToldTo() throws Exception {
    giveUp();
    runOnceMore(LostResults.DROP);

    assertThat(TestKafka.committed(kafka, kafka.sentiments())).isEmpty();
  }

  /** Starts from the savepoint and stops when every subtask has run. */
  private void runOnceMore(LostResults lost) throws Exception {
    int port = freePort(); // the one before may still be taken
    try (RunningJob job = start(savepoint, lost, port)) {
      job.awaitRunning(port);
    }
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException none) {
      throw new AssertionError(none);
    }
  }

  private RunningJob start(@Nullable String from, LostResults lost) throws Exception {
    return start(from, lost, freePort());
  }

  private RunningJob start(@Nullable String from, LostResults lost, int port) throws Exception {
    JobEnvironment settings =
        new JobEnvironment()
            .parallelism(1, 720)
            .web(port)
            .checkpoints(NEVER, folder.resolve("checkpoints").toUri().toString())
            .with(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, NEVER) // not the first, too
            .restarts();
    StreamExecutionEnvironment environment =
        (from == null ? settings : settings.restoreFrom(from, false)).create();
    new KafkaJob(
            kafka,
            new ExactlyOnce(kafka.group(), NEVER),
            ReadingStart.goingOn(MemoryStart.REFUSE),
            lost)
        .define(environment, MODEL, SentimentSettings.defaults());
    return RunningJob.start(environment, "watched");
  }

  /** Has the broker do what it does when a transaction's time is over. */
  private List<String> giveUp() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      List<String> open =
          admin.listTransactions().all().get().stream()
              .map(TransactionListing::transactionalId)
              .filter(id -> id.startsWith(kafka.group() + "-"))
              .filter(id -> id.contains("sentiments"))
              .sorted()
              .toList();
      admin.fenceProducers(open).all().get();
      return open;
    }
  }

  private static String told(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof JobException) {
        return String.valueOf(each.getMessage());
      }
    }
    return "nothing";
  }
}
