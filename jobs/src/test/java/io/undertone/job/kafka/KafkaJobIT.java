package io.undertone.job.kafka;

import static io.undertone.job.kafka.TestReviews.sorted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertone.event.RawRecord;
import io.undertone.job.JobEnvironment;
import io.undertone.job.SentimentPipeline;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.replay.Labelling;
import io.undertone.job.replay.Progress;
import io.undertone.job.replay.Replay;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live job on a real bundle, from topic to topic. */
class KafkaJobIT {

  private static final int FAILURES = 12;
  private static final long SEED = 22;

  private static final List<String> REVIEWS = TestReviews.lines(4);

  /** What a run without failures commits. */
  private static List<ConsumerRecord<byte[], byte[]>> undisturbed = List.of();

  @TempDir Path folder;

  @BeforeAll
  static void runsOnceWithoutFailures() throws Exception {
    KafkaEnds ends = TestKafka.ends(2, true);
    TestKafka.send(ends, TestReviews.records(ends.reviews(), REVIEWS));
    TestJob.run(ends, 2);
    undisturbed = TestKafka.committed(ends, ends.sentiments());
  }

  @Test
  void answersEachReviewOnceInTheOrderOfItsUser() {
    Map<String, List<String>> sent = new HashMap<>();
    for (String line : REVIEWS) {
      JsonNode review = TestReviews.parse(line);
      add(sent, review);
    }
    Map<String, List<String>> answered = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : undisturbed) {
      JsonNode result = TestReviews.parse(new String(record.value(), UTF_8));
      assertThat(new String(record.key(), UTF_8)).isEqualTo(result.path("user_id").asText());
      add(answered, result);
    }

    assertThat(answered).isEqualTo(sent);
  }

  @Test
  void aReplayOfTheSameReviewsSaysTheSame() throws Exception {
    List<String> shuffled = new ArrayList<>(REVIEWS);
    Collections.shuffle(shuffled, new Random(SEED));
    Path dataset = Files.write(folder.resolve("reviews.jsonl"), shuffled);
    new Replay(
            TestJob.MODEL,
            TestJob.SETTINGS,
            Labelling.asWritten(),
            List.of(DatasetFile.of(dataset)),
            folder.resolve("out"))
        .run(
            new JobEnvironment().parallelism(2, 720).create(),
            new Progress(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), false));

    assertThat(Files.readAllLines(folder.resolve("out/sentiments.jsonl")).stream().sorted())
        .containsExactlyElementsOf(sorted(undisturbed));
  }

  @Test
  void restartsChangeNothing() throws Exception {
    KafkaEnds ends = TestKafka.ends(2, true);
    TestKafka.send(ends, TestReviews.records(ends.reviews(), REVIEWS));
    FailAtPoints.reset(points());
    StreamExecutionEnvironment environment =
        TestJob.environment(2)
            .with(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
            .with(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10 * FAILURES)
            .with(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO)
            .create();
    KafkaJob job = new KafkaJob(ends, new ExactlyOnce(ends.group(), TestJob.INTERVAL));
    DataStream<RawRecord> records =
        job.read(environment).map(new FailAtPoints()).returns(RawRecord.TYPE);
    job.write(SentimentPipeline.define(records, TestJob.MODEL, TestJob.SETTINGS), TestJob.MODEL);
    environment.execute();

    assertThat(FailAtPoints.left()).isZero();
    assertThat(sorted(TestKafka.committed(ends, ends.sentiments()))).isEqualTo(sorted(undisturbed));
  }

  @Test
  void rescalingFromASavepointChangesNothing() throws Exception {
    KafkaEnds ends = TestKafka.ends(2, false);
    int half = REVIEWS.size() / 2;
    TestKafka.send(ends, TestReviews.records(ends.reviews(), REVIEWS.subList(0, half)));
    String savepoint = TestJob.runUntil(ends, half, TestJob.environment(1), folder);
    TestKafka.send(
        ends, TestReviews.records(ends.reviews(), REVIEWS.subList(half, REVIEWS.size())));
    TestJob.runUntil(
        ends, REVIEWS.size(), TestJob.environment(2).restoreFrom(savepoint, false), folder);

    assertThat(sorted(TestKafka.committed(ends, ends.sentiments()))).isEqualTo(sorted(undisturbed));
  }

  private static Set<Integer> points() {
    Random random = new Random(SEED);
    Set<Integer> points = new TreeSet<>();
    while (points.size() < FAILURES) {
      points.add(1 + random.nextInt(REVIEWS.size()));
    }
    return points;
  }

  private static void add(Map<String, List<String>> byUser, JsonNode review) {
    byUser
        .computeIfAbsent(review.path("user_id").asText(), user -> new ArrayList<>())
        .add(review.path("review_id").asText());
  }
}
