package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.kafka.KafkaEnds;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as they are typed, on a real bundle. */
class CommandsIT {

  @TempDir Path folder;

  private final StringWriter messages = new StringWriter();

  @BeforeEach
  void findsTheBundles() {
    Path bundles = TestReviews.BUNDLE.getParent();
    System.setProperty("undertone.bundles", String.valueOf(bundles));
  }

  @Test
  void demoShowsTheSampleAndEnds() {
    String shown = stdoutOf("", "demo", "--gap", "1ms", "--parallelism", "2");

    assertThat(shown)
        .contains("remembered")
        .contains("rejected")
        .contains("forget ")
        .contains("482 reviews, 13 rejected, 1 forgotten")
        .contains("p99");
  }

  @Test
  void classifyAnswersInOrderAndSkipsWhatIsNoReview() {
    String shown =
        stdoutOf("ann\tWonderful, I loved it.\nno tab\nann\tAwful.\n", "classify", "--batch", "2");

    assertThat(shown.lines()).hasSize(2);
    assertThat(shown.lines().findFirst().orElseThrow())
        .contains("\"review_id\":\"1\"")
        .contains("\"remembered\":0");
    assertThat(shown.lines().skip(1).findFirst().orElseThrow())
        .contains("\"review_id\":\"3\"")
        .contains("\"remembered\":1");
  }

  @Test
  void classifyRemembersNothingWhenToldSo() {
    String shown = stdoutOf("ann\tFine.\nann\tFine.\n", "classify", "--memory", "reset");

    assertThat(shown.lines()).allMatch(line -> line.contains("\"remembered\":0"));
  }

  @Test
  void modelsAreListedShownAndChecked() {
    assertThat(stdoutOf("", "models", "list")).contains("reviews-en-lstm");
    assertThat(stdoutOf("", "models", "show", "reviews-en-lstm")).contains("review_h0");
    assertThat(stdoutOf("", "models", "check", "reviews-en-lstm"))
        .contains("largest deviation: logits");
  }

  @Test
  void checkFailsWhereOneByteOfAWeightIsChanged() throws Exception {
    Path copy = copy();
    Path weights = copy.resolve("weights.bin");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);

    assertThat(run("models", "check", copy.toString())).isEqualTo(1);
    assertThat(messages.toString()).contains("weights.bin").doesNotContain("\tat ");
  }

  @Test
  void runNamesTheTopicsThatAreMissing() throws Exception {
    KafkaEnds ends = TestKafka.ends(1, false);

    assertThat(
            run(
                "run",
                "--bootstrap-servers",
                ends.bootstrapServers(),
                "--reviews",
                ends.reviews(),
                "--sentiments",
                "nowhere",
                "--rejected",
                ends.rejected(),
                "--checkpoint-dir",
                folder.toString()))
        .isEqualTo(1);
    assertThat(messages.toString())
        .contains("found no 'nowhere'. Create what is missing, or name other topics:")
        .contains("--create --topic nowhere");
  }

  @Test
  void runEndsWhereTheTopicEndsWhenBounded() throws Exception {
    KafkaEnds ends = TestKafka.ends(1, false);
    TestKafka.send(ends, TestReviews.records(ends.reviews(), TestReviews.lines(1).subList(0, 20)));

    assertThat(
            run(
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
                "--transactional-id-prefix",
                ends.group(),
                "--state-backend",
                "rocksdb",
                "--checkpoint-dir",
                folder.toString()))
        .isZero();
    assertThat(TestKafka.committed(ends, ends.sentiments())).hasSize(20);
  }

  private Path copy() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (var files = Files.list(TestReviews.BUNDLE)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private int run(String... arguments) {
    return CommandLines.execute(new PrintWriter(messages, true), arguments);
  }

  /** What a command that succeeds prints on stdout. */
  private String stdoutOf(String stdin, String... arguments) {
    InputStream in = System.in;
    PrintStream out = System.out;
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    System.setIn(new ByteArrayInputStream(stdin.getBytes(UTF_8)));
    System.setOut(new PrintStream(shown, true, UTF_8));
    try {
      assertThat(run(arguments)).as(messages.toString()).isZero();
    } finally {
      System.setIn(in);
      System.setOut(out);
    }
    return shown.toString(UTF_8);
  }
}
