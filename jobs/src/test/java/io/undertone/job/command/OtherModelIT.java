package io.undertone.job.command;

import static io.undertone.job.kafka.TestReviews.sorted;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.JobEnvironment;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import io.undertone.operator.model.ModelSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that goes on from another model's savepoint. */
class OtherModelIT {

  private static final List<String> REVIEWS = TestReviews.lines(1);
  private static final List<String> FIRST = REVIEWS.subList(0, REVIEWS.size() / 2);
  private static final List<String> THEN = REVIEWS.subList(FIRST.size(), REVIEWS.size());
  private static final Path OTHER = TestReviews.BUNDLE.resolveSibling("reviews-en-gru");

  @TempDir Path folder;
  private KafkaConfig kafka;
  private String savepoint;

  @BeforeEach
  void stopsWithTheMemoriesOfTheFirstModel() throws Exception {
    kafka = TestKafka.config(1, false);
    send(kafka, FIRST);
    ModelSource model = TestJob.MODEL;
    savepoint = TestJob.runUntil(kafka, FIRST.size(), model, TestJob.environment(1), folder);
    send(kafka, THEN);
  }

  @Test
  void answersAsIfItHadNeverSeenAnybodyAndCountsWhomItForgot() throws Exception {
    KafkaConfig fresh = TestKafka.config(1, false);
    send(fresh, THEN);
    ModelSource other = ModelSource.at(OTHER.toString());
    TestJob.runUntil(fresh, THEN.size(), other, TestJob.environment(1), folder);
    JobEnvironment restored = KeptMetrics.of(TestJob.environment(1).restoreFrom(savepoint, false));
    TestJob.runUntil(kafka, REVIEWS.size(), other, restored, folder);

    List<ConsumerRecord<byte[], byte[]>> all = TestKafka.committed(kafka, kafka.sentiments());
    assertThat(sorted(all.subList(FIRST.size(), all.size())))
        .isEqualTo(sorted(TestKafka.committed(fresh, fresh.sentiments())));
    Set<String> known = users(FIRST);
    known.retainAll(users(THEN));
    assertThat(KeptMetrics.value("memoriesReset")).isEqualTo((long) known.size());
    assertThat(known).isNotEmpty();
  }

  /** A restart would take a second, all of them a quarter of an hour. */
  @Test
  @Timeout(120)
  void endsAtOnceAndSaysWhyWhereTheOthersMemoriesMustNotBeReset() {
    List<String> command = new ArrayList<>(List.of("run"));
    command.addAll(TestKafka.options(kafka));
    command.addAll(
        List.of(
            "--checkpoint-dir",
            folder.toString(),
            "--restore-from",
            savepoint,
            "--model",
            OTHER.toString(),
            "--state-mismatch",
            "fail"));
    StringWriter messages = new StringWriter();
    int code =
        CommandLines.execute(new PrintWriter(messages, true), command.toArray(String[]::new));

    assertThat(code).isEqualTo(1);
    assertThat(messages.toString().lines())
        .containsExactly(
            "Restoring users' memories for %s: expected state fingerprint %s, found %s. Run the model that wrote them, or set the state mismatch to reset."
                .formatted(
                    TestReviews.id(OTHER), fingerprint(OTHER), fingerprint(TestReviews.BUNDLE)));
    assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSameSizeAs(FIRST);
  }

  private static String fingerprint(Path bundle) {
    return ModelSource.at(bundle.toString()).manifest().stateFingerprint();
  }

  private static void send(KafkaConfig kafka, List<String> lines) throws Exception {
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), lines));
  }

  private static Set<String> users(List<String> lines) {
    Set<String> users = new HashSet<>();
    lines.forEach(line -> users.add(TestReviews.parse(line).path("user_id").asText()));
    return users;
  }
}
