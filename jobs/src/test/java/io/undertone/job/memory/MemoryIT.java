package io.undertone.job.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertone.job.JobEnvironment;
import io.undertone.job.StateBackend;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.KafkaJob;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.score.KeptMemory;
import io.undertone.operator.settings.SentimentSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The memories of the live job: read where it stopped, and forgotten there. */
class MemoryIT {

  private static final List<String> REVIEWS = TestReviews.lines(1);
  private static final List<String> FIRST = REVIEWS.subList(0, REVIEWS.size() / 2);
  private static final List<String> SECOND = REVIEWS.subList(FIRST.size(), REVIEWS.size());

  /** He wrote in both halves, and many reviews. */
  private static final String FORGOTTEN = "gus-0";

  /** What a run in one piece commits. */
  private static List<String> unbroken = List.of();

  @TempDir Path folder;

  @BeforeAll
  static void runsInOnePiece() throws Exception {
    unbroken = sorted(answersOf(REVIEWS));
  }

  /** Every form in which Flink leaves state behind. */
  enum Form {
    HEAP_CANONICAL(StateBackend.HASHMAP, SavepointFormatType.CANONICAL),
    HEAP_NATIVE(StateBackend.HASHMAP, SavepointFormatType.NATIVE),
    HEAP_CHECKPOINT(StateBackend.HASHMAP, null),
    ROCKSDB_CANONICAL(StateBackend.ROCKSDB, SavepointFormatType.CANONICAL),
    ROCKSDB_NATIVE(StateBackend.ROCKSDB, SavepointFormatType.NATIVE),
    ROCKSDB_CHECKPOINT(StateBackend.ROCKSDB, null),
    ROCKSDB_INCREMENTAL(StateBackend.ROCKSDB, null);

    final StateBackend backend;
    final @Nullable SavepointFormatType format;

    Form(StateBackend backend, @Nullable SavepointFormatType format) {
      this.backend = backend;
      this.format = format;
    }

    JobEnvironment environment() {
      return TestJob.environment(2)
          .stateBackend(backend)
          .with(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, this == ROCKSDB_INCREMENTAL)
          .with(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ZERO);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatTheResultsSaidInEveryForm(Form form) throws Exception {
    Stopped stopped = stopped(form, FIRST, TestJob.SETTINGS);

    Map<String, KeptMemory> memories = memories(stopped.uri());

    Map<String, Integer> remembered = new TreeMap<>();
    memories.forEach((user, memory) -> remembered.put(user, memory.remembered()));
    assertThat(remembered).isEqualTo(rememberedIn(stopped.answers()));
    assertThat(memories.values())
        .allMatch(
            memory -> TestJob.MODEL.manifest().stateFingerprint().startsWith(memory.fingerprint()))
        .allMatch(memory -> memory.written() != null);
    assertThat(Objects.requireNonNull(memories.get(FORGOTTEN)).seenLast())
        .isEqualTo(lastTime(stopped, FORGOTTEN));
  }

  @ParameterizedTest
  @EnumSource(names = {"HEAP_CANONICAL", "HEAP_CHECKPOINT", "ROCKSDB_INCREMENTAL"})
  void aForgottenUserStartsFreshAndNobodyElseNotices(Form form) throws Exception {
    Stopped stopped = stopped(form, FIRST, TestJob.SETTINGS);
    Map<String, KeptMemory> before = memories(stopped.uri());
    Path out = folder.resolve("out");

    Set<String> found =
        new UserRemoval(Savepoint.at(stopped.uri()), Set.of(FORGOTTEN, "nobody")).write(out);

    assertThat(found).containsExactly(FORGOTTEN);
    assertThat(operatorStates(out.toUri().toString())).isEqualTo(operatorStates(stopped.uri()));
    before.remove(FORGOTTEN);
    assertThat(memories(out.toUri().toString())).usingRecursiveComparison().isEqualTo(before);
    FileUtils.deleteDirectory(Path.of(URI.create(stopped.uri())).toFile()); // all is in the new one
    List<String> answers = resumed(stopped, out, SECOND, REVIEWS.size(), TestJob.SETTINGS);
    assertThat(sorted(others(answers))).isEqualTo(sorted(others(unbroken)));
    assertThat(his(answers).subList(his(FIRST).size(), his(REVIEWS).size()))
        .isEqualTo(answersOf(his(SECOND)));
    assertThat(his(answers)).hasSize(his(REVIEWS).size());
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(".savepoint"));
    }
  }

  @Test
  void idsThatWereKeptOfAForgottenUserAreForgottenToo() throws Exception {
    SentimentSettings unique = TestJob.SETTINGS.withUniqueFor(Duration.ofDays(1));
    List<String> some = FIRST.subList(0, 60);
    Stopped stopped = stopped(Form.ROCKSDB_CANONICAL, some, unique);
    Path out = folder.resolve("out");
    new UserRemoval(Savepoint.at(stopped.uri()), Set.of(FORGOTTEN)).write(out);

    List<String> again = new ArrayList<>(some);
    again.add(SECOND.get(0)); // the only one that is new
    int once = some.size() + his(some).size() + 1;
    List<String> answers = resumed(stopped, out, again, once, unique);

    assertThat(answers).hasSize(once);
    assertThat(his(answers)).hasSizeGreaterThan(2).hasSize(2 * his(some).size());
  }

  /** Goes on from what is left, with more reviews, until there are so many answers in all. */
  private List<String> resumed(
      Stopped stopped, Path from, List<String> more, int answers, SentimentSettings settings)
      throws Exception {
    KafkaConfig kafka = stopped.kafka();
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), more));
    StreamExecutionEnvironment environment =
        TestJob.environment(3).restoreFrom(from.toUri().toString(), false).create();
    new KafkaJob(kafka, new ExactlyOnce(kafka.group(), TestJob.INTERVAL))
        .define(environment, TestJob.MODEL, settings);
    try (RunningJob job = RunningJob.start(environment, "resumed")) {
      TestKafka.uncommitted(kafka, kafka.sentiments(), answers);
      TestJob.stop(job.client(), folder);
    }
    return committed(kafka);
  }

  private record Stopped(KafkaConfig kafka, String uri, List<String> answers) {}

  /** The job, stopped in the middle. */
  private Stopped stopped(Form form, List<String> reviews, SentimentSettings settings)
      throws Exception {
    KafkaConfig kafka = TestKafka.config(2, false);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), reviews));
    StreamExecutionEnvironment environment = form.environment().create();
    new KafkaJob(kafka, new ExactlyOnce(kafka.group(), TestJob.INTERVAL))
        .define(environment, TestJob.MODEL, settings);
    String uri = "";
    String id;
    try (RunningJob job = RunningJob.start(environment, form.name())) {
      id = job.client().getJobID().toString();
      TestKafka.uncommitted(kafka, kafka.sentiments(), reviews.size());
      if (form.format != null) {
        uri = TestJob.stop(job.client(), folder, form.format);
      } else {
        while (committed(kafka).size() < reviews.size()) {
          assertThat(job.ended()).isNotDone();
        }
      }
    }
    return new Stopped(kafka, form.format == null ? newest(id) : uri, committed(kafka));
  }

  private static String newest(String job) throws Exception {
    Path own = TestKafka.broker().folder().resolve("checkpoints").resolve(job);
    try (Stream<Path> checkpoints = Files.list(own)) {
      return checkpoints
          .filter(path -> Files.exists(path.resolve("_metadata")))
          .max(Comparator.comparing(MemoryIT::number))
          .orElseThrow()
          .toUri()
          .toString();
    }
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().replaceAll("\\D", ""));
  }

  private static Map<String, KeptMemory> memories(String uri) throws Exception {
    Map<String, KeptMemory> memories = new TreeMap<>();
    Savepoint.at(uri)
        .eachMemory(memory -> assertThat(memories.put(memory.user(), memory)).isNull());
    return memories;
  }

  /** The names of what each step keeps beside what it keeps of users. */
  private static Map<String, Set<String>> operatorStates(String uri) {
    Map<String, Set<String>> states = new TreeMap<>();
    for (OperatorState step : Savepoint.at(uri).metadata().getOperatorStates()) {
      Set<String> names = new TreeSet<>();
      for (OperatorSubtaskState subtask : step.getStates()) {
        subtask
            .getManagedOperatorState()
            .forEach(state -> names.addAll(state.getStateNameToPartitionOffsets().keySet()));
      }
      states.put(step.getOperatorUid().orElseThrow(), names);
    }
    return states;
  }

  private static List<String> answersOf(List<String> reviews) throws Exception {
    KafkaConfig kafka = TestKafka.config(2, true);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), reviews));
    TestJob.run(kafka, 2);
    return committed(kafka);
  }

  private static List<String> committed(KafkaConfig kafka) {
    return TestKafka.committed(kafka, kafka.sentiments()).stream()
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }

  private static Map<String, Integer> rememberedIn(List<String> answers) {
    Map<String, Integer> remembered = new TreeMap<>();
    for (String answer : answers) {
      JsonNode result = TestReviews.parse(answer);
      remembered.put(result.path("user_id").asText(), result.path("remembered").asInt() + 1);
    }
    return remembered;
  }

  private static long lastTime(Stopped stopped, String user) {
    return stopped.answers().stream()
        .map(TestReviews::parse)
        .filter(result -> result.path("user_id").asText().equals(user))
        .mapToLong(result -> result.path("timestamp").asLong())
        .max()
        .orElseThrow();
  }

  private static boolean isHis(String line) {
    return TestReviews.parse(line).path("user_id").asText().equals(FORGOTTEN);
  }

  private static List<String> his(List<String> lines) {
    return lines.stream().filter(MemoryIT::isHis).toList();
  }

  private static List<String> others(List<String> lines) {
    return lines.stream().filter(line -> !isHis(line)).toList();
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }
}
