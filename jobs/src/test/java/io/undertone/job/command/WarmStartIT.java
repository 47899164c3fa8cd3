package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.JobEnvironment;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaEnds;
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
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that begin with everybody's past, by the commands as they are typed. */
class WarmStartIT {

  private static final int PARTITIONS = 2;
  private static final List<String> REVIEWS = TestReviews.lines(1);
  private static final long TIME = middle();
  private static final String FROM = Instant.ofEpochMilli(TIME).toString();
  private static final List<String> PAST = reviews(Long.MIN_VALUE, TIME);
  private static final List<String> SINCE = reviews(TIME, Long.MAX_VALUE);

  /** What one unbroken run says of the reviews from {@link #TIME} on. */
  private static List<String> unbroken = List.of();

  @TempDir Path folder;

  private final StringWriter messages = new StringWriter();

  @BeforeAll
  static void runsInOnePiece(@TempDir Path folder) throws Exception {
    findsTheBundles();
    KafkaEnds ends = topicOf(REVIEWS);
    assertThat(new WarmStartIT().run(folder, ends)).isZero();
    List<String> all = answers(ends);
    assertThat(all).hasSameSizeAs(REVIEWS);
    unbroken = all.stream().filter(answer -> time(answer) >= TIME).toList();
    assertThat(unbroken).hasSize(SINCE.size()).hasSizeLessThan(all.size());
    assertThat(unbroken).anyMatch(answer -> !answer.contains("\"remembered\":0,"));
  }

  @BeforeEach
  void saysWhereTheBundlesAre() {
    findsTheBundles();
  }

  @ParameterizedTest
  @CsvSource({"hashmap, rocksdb, 2", "rocksdb, hashmap, 1"})
  void goesOnFromTheMemoriesOfAReplayAsIfItHadReadThePast(
      String replayed, String live, int parallelism) throws Exception {
    Path savepoint = folder.resolve("memories");
    assertThat(replay(PAST, savepoint, "--state-backend", replayed)).as(said()).isZero();
    KafkaEnds ends = topicOf(REVIEWS);

    int code =
        run(
            folder,
            ends,
            "--restore-from",
            savepoint.toString(),
            "--start-from",
            FROM,
            "--state-backend",
            live,
            "--parallelism",
            String.valueOf(parallelism));

    assertThat(code).as(said()).isZero();
    assertThat(answers(ends)).isEqualTo(unbroken);
    assertThat(left(folder)).containsExactlyInAnyOrder("memories", "out", "past.jsonl", "chk");
  }

  @Test
  void answersFromATimeOnWithThePastOfTheTopicThoughTheGroupHasReadIt() throws Exception {
    KafkaEnds ends = topicOf(REVIEWS);
    groupHasRead(ends);

    assertThat(run(folder, ends, "--answer-from", FROM)).as(said()).isZero();

    assertThat(answers(ends)).isEqualTo(unbroken);
  }

  /** The second start says latest too, later, and the job is rescaled between them. */
  @Test
  void latestIsTheTimeOfTheFirstStart() throws Exception {
    KafkaEnds ends = topicOf(PAST);
    String savepoint = "";
    try (RunningJob job = start(ends, TIME, TestJob.environment(1))) {
      TestKafka.send(ends, TestReviews.records(ends.reviews(), SINCE.subList(0, 5)));
      TestKafka.uncommitted(ends, ends.sentiments(), 5);
      savepoint =
          job.client()
              .stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
              .get();
    }
    List<String> rest = SINCE.subList(5, SINCE.size());
    TestKafka.send(ends, TestReviews.records(ends.reviews(), rest));
    JobEnvironment restored = TestJob.environment(2).restoreFrom(savepoint, false);
    try (RunningJob job = start(ends, Long.MAX_VALUE, restored)) {
      TestKafka.uncommitted(ends, ends.sentiments(), SINCE.size());
      job.client()
          .stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
          .get();
    }

    assertThat(answers(ends)).isEqualTo(unbroken);
  }

  private static RunningJob start(KafkaEnds ends, long now, JobEnvironment settings)
      throws Exception {
    StreamExecutionEnvironment environment = settings.create();
    new KafkaJob(
            ends,
            new ExactlyOnce(ends.group(), TestJob.INTERVAL),
            new ReadingStart(MemoryStart.REFUSE, true, null, null),
            LostResults.FAIL)
        .define(
            environment,
            TestJob.MODEL,
            TestJob.SETTINGS.with(new Answering(now, true, Answering.NEVER)));
    return RunningJob.start(environment, "latest");
  }

  /** The data sets have all reviews, and the topic too: each is remembered once. */
  @Test
  void answersFromATimeOnWithThePastOfDataSets() throws Exception {
    List<String> half = REVIEWS.subList(0, REVIEWS.size() / 2);
    Path first = gzip("first.jsonl.gz", half);
    Path second =
        Files.write(folder.resolve("second.jsonl"), REVIEWS.subList(half.size(), REVIEWS.size()));
    KafkaEnds ends = topicOf(REVIEWS);

    int code =
        run(
            folder,
            ends,
            "--answer-from",
            FROM,
            "--history",
            first.toString(),
            second.toString(),
            "--state-backend",
            "rocksdb");

    assertThat(code).as(said()).isZero();
    assertThat(answers(ends)).isEqualTo(unbroken);
    assertThat(left(folder.resolve("chk"))).noneMatch(name -> name.startsWith(".history"));
  }

  /** The data sets end before answers begin: the topic has what is between. */
  @Test
  void remembersOfTheTopicWhatIsNewerThanTheDataSets() throws Exception {
    List<String> older = PAST.subList(0, PAST.size() / 2);
    long end = older.stream().mapToLong(WarmStartIT::time).max().orElseThrow();
    Path file = Files.write(folder.resolve("old.jsonl"), reviews(Long.MIN_VALUE, end + 1));
    KafkaEnds ends = topicOf(REVIEWS);

    int code = run(folder, ends, "--answer-from", FROM, "--history", file.toString());

    assertThat(code).as(said()).isZero();
    assertThat(answers(ends)).isEqualTo(unbroken);
  }

  @Test
  void whatIsInTheDataSetsAndOnTheTopicCountsOnceWhereReviewsAreUnique() throws Exception {
    Path savepoint = folder.resolve("memories");
    assertThat(replay(PAST, savepoint, "--unique-reviews")).as(said()).isZero();
    KafkaEnds ends = topicOf(REVIEWS);

    int code =
        run(
            folder,
            ends,
            "--unique-reviews",
            "--restore-from",
            savepoint.toString(),
            "--start-from",
            "2000-01-01");

    assertThat(code).as(said()).isZero();
    assertThat(answers(ends)).isEqualTo(unbroken);
  }

  @Test
  void wantsATimeForASavepointWithoutOffsetsAndTheSameBoundOfRescaling() throws Exception {
    Path savepoint = folder.resolve("memories");
    assertThat(replay(PAST, savepoint)).as(said()).isZero();
    KafkaEnds ends = topicOf(SINCE);
    messages.getBuffer().setLength(0);

    assertThat(run(folder, ends, "--restore-from", savepoint.toString())).isEqualTo(1);

    assertThat(said())
        .isEqualTo(
            line(
                "Starting from the savepoint %s: expected the offsets where its job stopped reading, or --start-from, found neither. A replay has written it, which read no topic. Give --start-from TIME: from when on the topic is to be read."
                    .formatted(savepoint)));
    messages.getBuffer().setLength(0);
    String[] otherBound = {
      "--restore-from", savepoint.toString(), "--start-from", FROM, "--max-parallelism", "128"
    };
    assertThat(run(folder, ends, otherBound)).isEqualTo(1);
    assertThat(said())
        .isEqualTo(
            line(
                "Restoring the job: expected --max-parallelism 720, as in the savepoint, found 128. Give 720."));
    assertThat(answers(ends)).isEmpty();
  }

  @Test
  void refusesATimeWhereTheSavepointSaysWhereToReadOn() throws Exception {
    KafkaEnds ends = topicOf(PAST);
    String savepoint = TestJob.runUntil(ends, PAST.size(), TestJob.environment(1), folder);

    assertThat(run(folder, ends, "--restore-from", savepoint, "--start-from", FROM)).isEqualTo(1);

    assertThat(said())
        .isEqualTo(
            line(
                "Starting from the savepoint %s with --start-from: expected one of a replay, which does not say where to read on, found one that does. Leave --start-from out."
                    .formatted(savepoint)));
  }

  @Test
  void saysThatTheDataSetsHoldNothingOfThePast() throws Exception {
    Path file = Files.write(folder.resolve("since.jsonl"), SINCE);
    KafkaEnds ends = topicOf(SINCE);

    int code = run(folder, ends, "--answer-from", FROM, "--history", file.toString());

    assertThat(code).isEqualTo(1);
    assertThat(said())
        .isEqualTo(
            line(
                "Reading the data sets of --history: expected reviews from before %s, found none, and 0 rows rejected. Check --answer-from, --fields and --timestamp-unit; replay says more of each row."
                    .formatted(FROM)));
    assertThat(left(folder.resolve("chk"))).isEmpty();
  }

  /** All is read before the last of many subtasks runs. */
  @RepeatedTest(5)
  void savesTheMemoriesOfAFewReviews() throws Exception {
    Path savepoint = folder.resolve("memories");

    assertThat(replay(PAST.subList(0, 3), savepoint, "--parallelism", "8")).as(said()).isZero();

    List<KeptMemory> memories = new ArrayList<>();
    Savepoint.at(savepoint.toUri().toString()).eachMemory(memories::add);
    assertThat(memories.stream().mapToInt(KeptMemory::remembered).sum()).isEqualTo(3);
  }

  @Test
  void writesNoSavepointWhereNothingIsRemembered() throws Exception {
    Path savepoint = folder.resolve("memories");

    assertThat(replay(List.of("[]", "{\"text\":7}"), savepoint)).isEqualTo(1);

    assertThat(said()).startsWith("Replaying the data set ").contains("2 rows, all rejected");
    assertThat(left(folder)).containsExactlyInAnyOrder("out", "past.jsonl");
  }

  @Test
  void refusesAFolderThatIsNotFreeBeforeItReadsAnything() throws Exception {
    Files.writeString(folder.resolve("kept"), "");

    assertThat(replay(PAST, folder)).isEqualTo(1);

    assertThat(said())
        .isEqualTo(
            line(
                "Writing a savepoint to %s: expected a folder that is not there yet, found one with something in it. Give another --savepoint."
                    .formatted(folder)));
    assertThat(left(folder)).containsExactlyInAnyOrder("kept", "past.jsonl");
  }

  private int replay(List<String> rows, Path savepoint, String... options) throws IOException {
    Path dataset = Files.write(folder.resolve("past.jsonl"), rows);
    List<String> command =
        new ArrayList<>(
            List.of(
                "replay",
                "--dataset",
                dataset.toString(),
                "--out",
                folder.resolve("out").toString(),
                "--savepoint",
                savepoint.toString()));
    command.addAll(List.of(options));
    return execute(command);
  }

  private int run(Path folder, KafkaEnds ends, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "run",
                "--bounded",
                "--bootstrap-servers",
                ends.bootstrapServers(),
                "--reviews",
                ends.reviews(),
                "--sentiments",
                ends.sentiments(),
                "--rejected",
                ends.rejected(),
                "--group",
                ends.group(),
                "--transactional-id-prefix",
                ends.group(),
                "--checkpoint-interval",
                "300ms",
                "--checkpoint-dir",
                folder.resolve("chk").toString()));
    command.addAll(List.of(options));
    return execute(command);
  }

  private int execute(List<String> command) {
    return CommandLines.execute(new PrintWriter(messages, true), command.toArray(String[]::new));
  }

  private String said() {
    return messages.toString();
  }

  private static void findsTheBundles() {
    System.setProperty("undertone.bundles", String.valueOf(TestReviews.BUNDLE.getParent()));
  }

  /** A topic of reviews, each of which Kafka dates as the review itself does. */
  private static KafkaEnds topicOf(List<String> reviews) throws Exception {
    KafkaEnds ends = TestKafka.ends(PARTITIONS, false);
    TestKafka.send(
        ends,
        TestReviews.records(ends.reviews(), reviews).stream()
            .map(
                record ->
                    new ProducerRecord<>(
                        record.topic(),
                        null,
                        time(new String(record.value(), UTF_8)),
                        record.key(),
                        record.value()))
            .toList());
    return ends;
  }

  private static void groupHasRead(KafkaEnds ends) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", ends.bootstrapServers()))) {
      var partition = new TopicPartition(ends.reviews(), 0);
      admin
          .alterConsumerGroupOffsets(ends.group(), Map.of(partition, new OffsetAndMetadata(5)))
          .all()
          .get();
    }
  }

  private static List<String> answers(KafkaEnds ends) {
    return TestReviews.sorted(TestKafka.committed(ends, ends.sentiments()));
  }

  private Path gzip(String name, List<String> rows) throws IOException {
    Path file = folder.resolve(name);
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(String.join("\n", rows).getBytes(UTF_8));
    }
    return file;
  }

  private static List<String> left(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static List<String> reviews(long from, long before) {
    return REVIEWS.stream().filter(line -> time(line) >= from && time(line) < before).toList();
  }

  private static long middle() {
    return REVIEWS.stream()
        .mapToLong(WarmStartIT::time)
        .sorted()
        .skip(REVIEWS.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  /** When a review was written; results say it as a number, reviews as text. */
  private static long time(String line) {
    var time = TestReviews.parse(line).path("timestamp");
    return time.isNumber() ? time.asLong() : Instant.parse(time.asText()).toEpochMilli();
  }

  private static String line(String words) {
    return words + System.lineSeparator();
  }
}
