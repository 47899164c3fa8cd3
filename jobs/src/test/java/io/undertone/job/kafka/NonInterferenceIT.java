package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.StateBackend;
import io.undertone.job.kafka.InterferingStream.Entry;
import io.undertone.operator.settings.Answering;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others send changes no answer: reviews dated 1970 and 9999, reviews without a time, records
 * that are no reviews, tombstones. Each user's lines are those of a stream of his records alone,
 * live, after a rescale and in replay.
 */
class NonInterferenceIT {

  private static final int PARTITIONS = 3;
  private static final long SEED = new Random().nextLong();

  private static final InterferingStream STREAM = new InterferingStream(new Random(SEED));

  /** The lines of one bounded run over everything. */
  private static List<String> among = List.of();

  @TempDir Path folder;

  @BeforeAll
  static void runsOverEverything() throws Exception {
    among = live(PARTITIONS, STREAM.entries());
  }

  @Test
  void eachUserIsAnsweredLiveAsIfNobodyElseWereThere() throws Exception {
    for (String user : InterferingStream.OURS) {
      List<String> alone = live(1, STREAM.entriesOf(user));
      assertThat(alone).as("seed " + SEED).hasSizeGreaterThan(10);
      assertThat(of(user, among)).as("seed %d, user %s", SEED, user).isEqualTo(alone);
    }
    assertThat(among)
        .as("seed %d: the stream has memories that are met, and some that are too old", SEED)
        .anyMatch(line -> line.contains("\"remembered\":3,"))
        .filteredOn(line -> line.contains("\"remembered\":0,"))
        .hasSizeGreaterThan(InterferingStream.OURS.size());
  }

  @Test
  void aRescaleFromASavepointChangesNoAnswer() throws Exception {
    KafkaConfig kafka = TestKafka.config(PARTITIONS, false);
    List<Entry> entries = STREAM.entries();
    List<Entry> half = entries.subList(0, entries.size() / 2);
    send(kafka, PARTITIONS, half);
    String savepoint =
        TestJob.runUntil(kafka, InterferingStream.reviews(half), TestJob.environment(1), folder);
    send(kafka, PARTITIONS, entries.subList(half.size(), entries.size()));
    TestJob.runUntil(
        kafka,
        InterferingStream.reviews(entries),
        TestJob.environment(2).restoreFrom(savepoint, false).stateBackend(StateBackend.ROCKSDB),
        folder);

    List<String> moved = lines(kafka);
    for (String user : InterferingStream.OURS) {
      assertThat(of(user, moved)).as("seed %d, user %s", SEED, user).isEqualTo(of(user, among));
    }
  }

  @Test
  void aReplaySaysTheSameOfUsersWhoseRecordsCarryTimesInOrder() throws Exception {
    List<String> rows = STREAM.entries().stream().map(Entry::row).toList();
    List<String> replayed = TestReplay.of(rows, folder);
    for (String user : InterferingStream.TIDY) {
      assertThat(of(user, replayed)).as("seed %d, user %s", SEED, user).isEqualTo(of(user, among));
    }
  }

  @Test
  void answersFromATimeOnAreThoseOfAJobThatAnswersAll() throws Exception {
    long time = Instant.parse("2017-03-01T00:00:00Z").toEpochMilli();
    KafkaConfig kafka = TestKafka.config(PARTITIONS, true);
    send(kafka, PARTITIONS, STREAM.entries());
    StreamExecutionEnvironment environment = TestJob.environment(2).create();
    new KafkaJob(
            kafka,
            new ExactlyOnce(kafka.group(), TestJob.INTERVAL),
            new ReadingStart(MemoryStart.REFUSE, true, null, null),
            LostResults.FAIL)
        .define(
            environment,
            TestJob.MODEL,
            TestJob.SETTINGS.with(new Answering(time, false, Answering.BEFORE_ALL)));
    environment.execute();

    List<String> since =
        among.stream()
            .filter(line -> TestReviews.parse(line).path("timestamp").asLong() >= time)
            .sorted()
            .toList();
    assertThat(since).as("seed " + SEED).hasSizeBetween(10, among.size() - 10);
    assertThat(lines(kafka).stream().sorted().toList()).as("seed " + SEED).isEqualTo(since);
  }

  private static List<String> live(int partitions, List<Entry> entries) throws Exception {
    KafkaConfig kafka = TestKafka.config(partitions, true);
    send(kafka, partitions, entries);
    TestJob.run(kafka, 2);
    return lines(kafka);
  }

  private static void send(KafkaConfig kafka, int partitions, List<Entry> entries)
      throws Exception {
    TestKafka.send(
        kafka, entries.stream().map(entry -> entry.record(kafka.reviews(), partitions)).toList());
  }

  private static List<String> lines(KafkaConfig kafka) {
    return TestKafka.committed(kafka, kafka.sentiments()).stream()
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }

  private static List<String> of(String user, List<String> lines) {
    return lines.stream().filter(line -> line.contains("\"user_id\":\"" + user + "\"")).toList();
  }
}
