package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.KafkaJob;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.Remembering.Mismatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command memory as it is typed, on a savepoint of a model whose token cell remembers users, of
 * a job that remembers for ever.
 */
class MemoryCommandIT {

  private static final Path RNN = TestReviews.bundle("reviews-en-rnn");
  private static final List<String> REVIEWS = TestReviews.lines(1).subList(0, 60);
  private static final Remembering FOR_EVER =
      new Remembering(Memory.CARRY, Duration.ZERO, Duration.ZERO, Mismatch.RESET);

  @TempDir static Path savepoints;

  private static String savepoint = "";

  @TempDir Path folder;

  private final StringWriter messages = new StringWriter();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @BeforeAll
  static void stopsAJob() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, false);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), REVIEWS));
    StreamExecutionEnvironment environment = TestJob.environment(1).create();
    new KafkaJob(kafka, new ExactlyOnce(kafka.group(), TestJob.INTERVAL))
        .define(environment, ModelSource.at(RNN.toString()), TestJob.SETTINGS.with(FOR_EVER));
    try (RunningJob job = RunningJob.start(environment, "to be read")) {
      TestKafka.uncommitted(kafka, kafka.sentiments(), REVIEWS.size());
      String uri = TestJob.stop(job.client(), savepoints);
      savepoint = Path.of(URI.create(uri)).toString();
    }
  }

  @BeforeEach
  void findsTheBundles() {
    System.setProperty("undertone.bundles", String.valueOf(TestReviews.BUNDLE.getParent()));
  }

  @Test
  void showsTheFirstUsersAndFindsTheirModel() {
    assertThat(run("--top", "2", "--text", "A book.")).as(messages.toString()).isZero();

    assertThat(shown.toString(UTF_8).lines().toList())
        .hasSize(6)
        .satisfies(
            lines -> {
              assertThat(lines.get(0))
                  .matches("\\d+ users are remembered, with 60 reviews in all.");
              assertThat(lines.get(1))
                  .matches(
                      "\\d+ by the model with state fingerprint [0-9a-f]{16}: "
                          + TestReviews.id(RNN)
                          + ". Of"
                          + " \"A book.\" it says (positive|negative) 0\\.\\d\\d where nobody is"
                          + " remembered.");
              assertThat(lines.get(3)).startsWith("user ");
              assertThat(lines.get(4)).matches(".*(positive|negative) by 0\\.\\d\\d");
            });
  }

  @Test
  void namesUsersOfWhomNothingIsKept() {
    String user = TestReviews.parse(REVIEWS.get(0)).path("user_id").asText();
    assertThat(run("--user", user, "nobody", "--json")).isZero();

    assertThat(messages.toString()).contains("Nothing is kept of 'nobody'.");
    assertThat(shown.toString(UTF_8).lines()).hasSize(1);
    JsonNode memory = TestReviews.parse(shown.toString(UTF_8));
    assertThat(memory.path("user_id").asText()).isEqualTo(user);
    assertThat(memory.path("model").asText()).isEqualTo(TestReviews.id(RNN));
    assertThat(memory.path("written").isNull()).isTrue();
    assertThat(memory.path("says").path("positive").isNumber()).isTrue();
    assertThat(run("--user", "nobody")).isEqualTo(1);
  }

  @Test
  void aModelThatDidNotWriteTheMemoryDoesNotReadIt() {
    assertThat(run("--model", "reviews-en-lstm", "--top", "1")).isZero();

    assertThat(shown.toString(UTF_8))
        .contains(": not reviews-en-lstm@")
        .contains(". --model names another.")
        .doesNotContain(" by 0.");
  }

  @Test
  void aModelWithoutMemorySaysSo() throws IOException {
    Path archive = Path.of("../models/src/test/resources/zoo/lstm.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive);
        Stream<Path> files = Files.list(zip.getPath("/"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
    assertThat(run("--model", folder.toString())).isEqualTo(1);
    assertThat(messages.toString())
        .contains(
            ": expected a model that remembers users, found one without memory: it has no state of"
                + " user scope. Give another --model, or leave it out.");
  }

  @Test
  void forgetsAndSaysHowToGoOn() {
    String user = TestReviews.parse(REVIEWS.get(0)).path("user_id").asText();
    Path out = folder.resolve("without 1%");
    assertThat(run("--forget", user, "nobody", "--out", out.toString())).isZero();

    assertThat(messages.toString().lines())
        .containsExactly(
            "Nothing is kept of 'nobody'.",
            "Forgotten: 1 of 2. Go on with run --restore-from file:" + out);
    assertThat(runOn(out.toString(), "--forget", user, "--out", folder.resolve("again").toString()))
        .isEqualTo(1);
    assertThat(folder.resolve("again")).doesNotExist();
  }

  @Test
  void writesToAFolderThatIsNamedByItsUri() {
    String user = TestReviews.parse(REVIEWS.get(0)).path("user_id").asText();
    Path out = folder.resolve("by-uri");
    assertThat(run("--forget", user, "--out", out.toUri().toString())).isZero();
    assertThat(out.resolve("_metadata")).exists();

    assertThat(run("--forget", user, "--out", "s3://bucket/savepoint")).isEqualTo(2);
    assertThat(messages.toString())
        .contains("--out is s3://bucket/savepoint; it has to be a folder of this machine.");
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    assertThat(run("--forget", "ann")).isEqualTo(2);
    assertThat(run("--out", "x")).isEqualTo(2);
    assertThat(run("--top", "0")).isEqualTo(2);
    assertThat(messages.toString())
        .contains("--forget and --out go together: users, and where to write what is left.")
        .contains("--top is 0; it has to be from 1 to 100000.");
  }

  private int run(String... options) {
    return runOn(savepoint, options);
  }

  private int runOn(String from, String... options) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(shown, true, UTF_8));
    try {
      List<String> arguments = new ArrayList<>(List.of("memory", "--from", from));
      arguments.addAll(List.of(options));
      return CommandLines.execute(
          new PrintWriter(messages, true), arguments.toArray(String[]::new));
    } finally {
      System.setOut(out);
    }
  }
}
