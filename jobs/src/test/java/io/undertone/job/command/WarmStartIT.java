package io.undertone.job.command;

import static io.undertone.job.command.WarmStarts.FROM;
import static io.undertone.job.command.WarmStarts.PAST;
import static io.undertone.job.command.WarmStarts.REVIEWS;
import static io.undertone.job.command.WarmStarts.SINCE;
import static io.undertone.job.command.WarmStarts.TIME;
import static io.undertone.job.command.WarmStarts.answers;
import static io.undertone.job.command.WarmStarts.groupHasRead;
import static io.undertone.job.command.WarmStarts.left;
import static io.undertone.job.command.WarmStarts.reviews;
import static io.undertone.job.command.WarmStarts.time;
import static io.undertone.job.command.WarmStarts.topicOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.JobEnvironment;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.KafkaJob;
import io.undertone.job.kafka.LostResults;
import io.undertone.job.kafka.MemoryStart;
import io.undertone.job.kafka.ReadingStart;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import io.undertone.job.local.RunningJob;
import io.undertone.job.memory.Savepoint;
import io.undertone.operator.score.KeptMemory;
import io.undertone.operator.settings.Answering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that begin with everybody's past answer as one that has read it. */
class WarmStartIT {

  /** What one unbroken run says of the reviews from {@link WarmStarts#TIME} on. */
  private static List<String> unbroken = List.of();

  @TempDir Path folder;
  private WarmStarts commands;

  @BeforeAll
  static void runsInOnePiece(@TempDir Path folder) throws Exception {
    KafkaConfig kafka = topicOf(REVIEWS);
    assertThat(new WarmStarts(folder).run(kafka)).isZero();
    List<String> all = answers(kafka);
    assertThat(all).hasSameSizeAs(REVIEWS);
    unbroken = all.stream().filter(answer -> time(answer) >= TIME).toList();
    assertThat(unbroken).hasSize(SINCE.size()).hasSizeLessThan(all.size());
    assertThat(unbroken).anyMatch(answer -> !answer.contains("\"remembered\":0,"));
  }

  @BeforeEach
  void findsTheBundles() {
    commands = new WarmStarts(folder);
  }

  @ParameterizedTest
  @CsvSource({"hashmap, rocksdb, 2", "rocksdb, hashmap, 1"})
  void goesOnFromTheMemoriesOfAReplayAsIfItHadReadThePast(
      String replayed, String live, int parallelism) throws Exception {
    Path savepoint = folder.resolve("memories of 1%");
    assertThat(commands.replay(PAST, savepoint, "--state-backend", replayed))
        .as(commands.said())
        .isZero();
    KafkaConfig kafka = topicOf(REVIEWS);

    int code =
        commands.run(
            kafka,
            "--restore-from",
            savepoint.toString(),
            "--start-from",
            FROM,
            "--state-backend",
            live,
            "--parallelism",
            String.valueOf(parallelism));

    assertThat(code).as(commands.said()).isZero();
    assertThat(answers(kafka)).isEqualTo(unbroken);
    assertThat(left(folder))
        .containsExactlyInAnyOrder("memories of 1%", "out", "past.jsonl", "chk 1%");
  }

  @Test
  void answersFromATimeOnWithThePastOfTheTopicThoughTheGroupHasReadIt() throws Exception {
    KafkaConfig kafka = topicOf(REVIEWS);
    groupHasRead(kafka);

    assertThat(commands.run(kafka, "--answer-from", FROM)).as(commands.said()).isZero();

    assertThat(answers(kafka)).isEqualTo(unbroken);
  }

  /** The second start says latest too, later, and the job is rescaled between them. */
  @Test
  void latestIsTheTimeOfTheFirstStart() throws Exception {
    KafkaConfig kafka = topicOf(PAST);
    String savepoint = "";
    try (RunningJob job = start(kafka, TIME, TestJob.environment(1))) {
      TestKafka.send(kafka, TestReviews.records(kafka.reviews(), SINCE.subList(0, 5)));
      TestKafka.uncommitted(kafka, kafka.sentiments(), 5);
      savepoint = TestJob.stop(job.client(), folder);
    }
    List<String> rest = SINCE.subList(5, SINCE.size());
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), rest));
    JobEnvironment restored = TestJob.environment(2).restoreFrom(savepoint, false);
    try (RunningJob job = start(kafka, Long.MAX_VALUE, restored)) {
      TestKafka.uncommitted(kafka, kafka.sentiments(), SINCE.size());
      TestJob.stop(job.client(), folder);
    }

    assertThat(answers(kafka)).isEqualTo(unbroken);
  }

  private static RunningJob start(KafkaConfig kafka, long now, JobEnvironment settings)
      throws Exception {
    StreamExecutionEnvironment environment = settings.create();
    new KafkaJob(
            kafka,
            new ExactlyOnce(kafka.group(), TestJob.INTERVAL),
            new ReadingStart(MemoryStart.REFUSE, true, null, null),
            LostResults.FAIL)
        .define(
            environment,
            TestJob.MODEL,
            TestJob.SETTINGS.with(new Answering(now, true, Answering.BEFORE_ALL)));
    return RunningJob.start(environment, "latest");
  }

  /** The data sets have all reviews, and the topic too: each is remembered once. */
  @Test
  void answersFromATimeOnWithThePastOfDataSets() throws Exception {
    List<String> half = REVIEWS.subList(0, REVIEWS.size() / 2);
    Path first = commands.gzip("first.jsonl.gz", half);
    Path second =
        Files.write(folder.resolve("second.jsonl"), REVIEWS.subList(half.size(), REVIEWS.size()));
    KafkaConfig kafka = topicOf(REVIEWS);

    int code =
        commands.run(
            kafka,
            "--answer-from",
            FROM,
            "--history",
            first.toString(),
            second.toString(),
            "--state-backend",
            "rocksdb");

    assertThat(code).as(commands.said()).isZero();
    assertThat(answers(kafka)).isEqualTo(unbroken);
    assertThat(left(folder.resolve("chk 1%"))).noneMatch(name -> name.startsWith(".history"));
  }

  /** The data sets end before answers begin: the topic has what is between. */
  @Test
  void remembersOfTheTopicWhatIsNewerThanTheDataSets() throws Exception {
    List<String> older = PAST.subList(0, PAST.size() / 2);
    long end = older.stream().mapToLong(WarmStarts::time).max().orElseThrow();
    Path file = Files.write(folder.resolve("old.jsonl"), reviews(Long.MIN_VALUE, end + 1));
    KafkaConfig kafka = topicOf(REVIEWS);

    int code = commands.run(kafka, "--answer-from", FROM, "--history", file.toString());

    assertThat(code).as(commands.said()).isZero();
    assertThat(answers(kafka)).isEqualTo(unbroken);
  }

  @Test
  void whatIsInTheDataSetsAndOnTheTopicCountsOnceWhereReviewsAreUnique() throws Exception {
    Path savepoint = folder.resolve("memories");
    assertThat(commands.replay(PAST, savepoint, "--unique-reviews")).as(commands.said()).isZero();
    KafkaConfig kafka = topicOf(REVIEWS);

    int code =
        commands.run(
            kafka,
            "--unique-reviews",
            "--restore-from",
            savepoint.toString(),
            "--start-from",
            "2000-01-01");

    assertThat(code).as(commands.said()).isZero();
    assertThat(answers(kafka)).isEqualTo(unbroken);
  }

  /** All is read before the last of many subtasks runs. */
  @RepeatedTest(5)
  void savesTheMemoriesOfAFewReviews() throws Exception {
    Path savepoint = folder.resolve("memories");

    assertThat(commands.replay(PAST.subList(0, 3), savepoint, "--parallelism", "8"))
        .as(commands.said())
        .isZero();

    List<KeptMemory> memories = new ArrayList<>();
    Savepoint.at(savepoint.toUri().toString()).eachMemory(memories::add);
    assertThat(memories.stream().mapToInt(KeptMemory::remembered).sum()).isEqualTo(3);
  }
}
