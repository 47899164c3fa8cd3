package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  void classifyReadsTheEncodingThatItIsTold() {
    byte[] reviews = "ann\t质量很好\n".getBytes(Charset.forName("gb18030"));

    String[] told = {"classify", "--encoding", "gb18030", "--model", "reviews-zh-gru"};
    assertThat(stdoutOf(reviews, told).lines()).hasSize(1);
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream(reviews));
    try {
      assertThat(run("classify")).isEqualTo(1);
    } finally {
      System.setIn(in);
    }
    assertThat(messages.toString())
        .startsWith(
            "Reading reviews from stdin: expected lines 'user<TAB>text' in UTF-8, found none: every"
                + " line was refused, 1 in all. Mend what is said of them above. For JSONL,"
                + " JSON or CSV there is replay.");
  }

  @Test
  void classifyRemembersNothingWhenToldSo() {
    String shown = stdoutOf("ann\tFine.\nann\tFine.\n", "classify", "--memory", "reset");

    assertThat(shown.lines()).allMatch(line -> line.contains("\"remembered\":0"));
  }

  @Test
  void modelsAreListedShownAndChecked() {
    assertThat(stdoutOf("", "models", "list")).contains("reviews-en-lstm");
    assertThat(stdoutOf("", "models", "show", "reviews-en-lstm"))
        .contains("takes    x float[?, 256], review_h0 float[?, 64]")
        .contains("review_h0 [64], per user, starts at 0.0")
        .contains("logits float[?, 2]")
        .containsPattern("parameters   1,\\d\\d\\d,\\d\\d\\d")
        .containsPattern("bytes        \\d,\\d\\d\\d,\\d\\d\\d in \\d files")
        .containsPattern("quality      imdb, held-out tenth: \\d\\d\\.\\d % of \\d,\\d{3} reviews");
    assertThat(stdoutOf("", "models", "check", "reviews-en-lstm"))
        .contains("largest deviation: logits");
  }

  @Test
  void generateGoesOnFromThePrefix() {
    String text = generated("--chars", "30", "--temperature", "0.8", "--seed", "5");

    assertThat(text).startsWith("Time traveller");
    assertThat(text.strip()).matches("Time traveller[ a-z]{1,30}");
    assertThat(text).hasSize("Time traveller".length() + 30 + System.lineSeparator().length());
    assertThat(generated("--chars", "30", "--temperature", "0.8", "--seed", "5")).isEqualTo(text);
    assertThat(generated("--chars", "30", "--temperature", "0.8", "--seed", "6"))
        .isNotEqualTo(text);
  }

  @Test
  void generateRefusesAModelWithLabels() {
    assertThat(run("generate", "--model", "reviews-en-gru", "--prefix", "x")).isEqualTo(1);
    assertThat(messages.toString())
        .isEqualTo(
            "Generating text with "
                + TestReviews.id(TestReviews.bundle("reviews-en-gru"))
                + ": expected a language model of symbols, found a"
                + " model with the labels [negative, positive]. Choose another --model;"
                + " 'models list' shows what is there."
                + System.lineSeparator());
    assertThat(run("generate", "--model", "reviews-en-gru", "--prefix", "x", "--chars", "0"))
        .isEqualTo(2);
    assertThat(run("generate", "--model", "reviews-en-gru", "--prefix", "x", "--temperature", "-1"))
        .isEqualTo(2);
  }

  @Test
  void classifySaysHowSurprisedALanguageModelIs() {
    String shown = stdoutOf("ann\tthe time\nann\t\n", "classify", "--model", language());

    assertThat(shown.lines().toList().get(0)).contains("\"surprise\":3.").contains("\"tokens\":8");
    assertThat(shown.lines().toList().get(1))
        .contains("\"surprise\":null,\"remembered\":1,\"tokens\":0");
  }

  @Test
  void demoShowsHowSurprisingTheSampleIs() {
    String shown =
        stdoutOf("", "demo", "--gap", "1ms", "--parallelism", "1", "--model", language());

    assertThat(shown).contains("surprise  ").containsPattern("surprise 3\\.\\d\\d nats per token");
  }

  @Test
  void classifyExplainsWhenAsked() {
    String shown = stdoutOf("ann\tnot good\n", "classify", "--explain");

    assertThat(shown)
        .contains("\"explanation\":[{\"start\":0,\"end\":3,\"text\":\"not\",\"positive\":0.");
  }

  @Test
  void explainingIsRefusedByAModelWithoutThatLabel() {
    assertThat(run("classify", "--explain", "--model", language())).isEqualTo(1);
    assertThat(messages.toString())
        .startsWith("Explaining with tiny-language@1: expected a model with the label positive");
  }

  @Test
  void replayRefusesAModelThatDoesNotFitBeforeItReadsAnything() throws Exception {
    Path dataset = Files.writeString(folder.resolve("set.jsonl"), "{\"text\":\"fine\"}");
    Path out = folder.resolve("out");

    assertThat(
            run(
                "replay",
                "--explain",
                "--model",
                language(),
                "--dataset",
                dataset.toString(),
                "--out",
                out.toString()))
        .isEqualTo(1);
    assertThat(messages.toString())
        .startsWith("Explaining with tiny-language@1: expected a model with the label positive");
    assertThat(out).doesNotExist();
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
    KafkaConfig kafka = TestKafka.config(1, false);

    assertThat(
            run(
                "run",
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--reviews",
                kafka.reviews(),
                "--sentiments",
                "nowhere",
                "--rejected",
                kafka.rejected(),
                "--checkpoint-dir",
                folder.toString()))
        .isEqualTo(1);
    assertThat(messages.toString())
        .contains("found no 'nowhere'. Create what is missing, or name other topics:")
        .contains("--create --topic nowhere");
  }

  @Test
  void runEndsWhereTheTopicEndsWhenBounded() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, false);
    TestKafka.send(
        kafka, TestReviews.records(kafka.reviews(), TestReviews.lines(1).subList(0, 20)));

    assertThat(
            run(
                "run",
                "--bounded",
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--reviews",
                kafka.reviews(),
                "--sentiments",
                kafka.sentiments(),
                "--rejected",
                kafka.rejected(),
                "--transactional-id-prefix",
                kafka.group(),
                "--state-backend",
                "rocksdb",
                "--checkpoint-dir",
                folder.toString()))
        .isZero();
    assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSize(20);
  }

  private String generated(String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("generate", "--model", language(), "--prefix", "Time traveller"));
    arguments.addAll(List.of(options));
    return stdoutOf("", arguments.toArray(String[]::new));
  }

  /** A tiny language model of the tests, of random weights. */
  private static String language() {
    return Path.of("../models/src/test/resources/bundles/tiny-language")
        .toAbsolutePath()
        .normalize()
        .toString();
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
    return stdoutOf(stdin.getBytes(UTF_8), arguments);
  }

  private String stdoutOf(byte[] stdin, String... arguments) {
    InputStream in = System.in;
    PrintStream out = System.out;
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    System.setIn(new ByteArrayInputStream(stdin));
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
