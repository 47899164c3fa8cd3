package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.deploy.LiveJob;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TestReviews;
import io.undertone.operator.settings.SentimentSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code models deploy}, with a job that listens and without. */
class ModelsDeployIT {

  @TempDir Path folder;
  private final StringWriter messages = new StringWriter();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void deploysAModelAndSaysWhatBecameOfIt() throws Exception {
    try (LiveJob job = new LiveJob(SentimentSettings.defaults(), TestJob.environment(1))) {
      job.send(20);
      String topic = String.valueOf(job.kafka.models());
      Path config =
          Files.writeString(
              folder.resolve("deploy.yaml"),
              "bootstrap-servers: %s\nmodels: %s\n".formatted(job.kafka.bootstrapServers(), topic));

      String ever = "--wait=100000000000d"; // more nanoseconds than a number holds
      assertThat(deploy(LiveJob.GRU.toString(), "--config", config.toString(), ever))
          .as(messages.toString())
          .isZero();
      assertThat(shown.toString(UTF_8))
          .isEqualTo(TestReviews.id(LiveJob.GRU) + " answers from now on.\n");

      Path labels = LiveJob.GRU.resolveSibling("reviews-en-lstm-3way");
      assertThat(deploy(labels.toUri().toString(), "--config=" + config)).isEqualTo(1);
      assertThat(messages.toString())
          .contains("Deploying %s: expected that every subtask".formatted(labels.toUri()))
          .endsWith("other model. Nothing has changed.\n");
    }
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, false);
    assertThat(deploy(kafka, "--topic", kafka.rejected(), "--wait", "1s", LiveJob.GRU.toString()))
        .isEqualTo(1);
    assertThat(messages.toString())
        .contains(
            ": expected one on '%s' within 1 s, found none. The deployment stays there: a job that runs with --models %s takes it up. See that one runs and that its checkpoints complete."
                .formatted(kafka.rejected(), kafka.rejected()));
    assertThat(TestKafka.committed(kafka, kafka.rejected())).hasSize(1);

    for (String nowhere : List.of("", "reviews-en-gru", "./bundle")) {
      assertThat(deploy(kafka, "--topic", kafka.rejected(), "--unchecked", nowhere)).isEqualTo(2);
      assertThat(messages.toString())
          .startsWith(
              "With --unchecked the model has to be a URI or an absolute path, as the job's machines read it; it is '%s'."
                  .formatted(nowhere));
    }
    assertThat(deploy(kafka, "--topic", kafka.rejected(), "--wait=0", "--unchecked", "s3://b/c"))
        .isZero();
    assertThat(TestKafka.committed(kafka, kafka.rejected())).hasSize(2);
  }

  @Test
  void saysBeforeItDeploysThatTheLanguageIsAnother() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, false);
    String topic = "--models=" + kafka.rejected();
    Path chinese = LiveJob.GRU.resolveSibling("reviews-zh-gru");
    assertThat(deploy(kafka, topic, "--wait=0", chinese.toString())).isZero();
    assertThat(messages.toString()).as("nothing was deployed before").isEmpty();

    answer(kafka, chinese, switched(TestReviews.id(chinese)));
    answer(kafka, LiveJob.GRU, switched(TestReviews.id(LiveJob.GRU)));
    answer(kafka, chinese, "\"status\":\"refused\",\"reason\":\"too large\"");
    assertThat(deploy(kafka, topic, "--wait=0", chinese.toString())).isZero();
    assertThat(messages.toString())
        .isEqualTo(
            "Comparing %s with %s, which was deployed to '%s' last: expected the same language, found 'zh' in place of 'en'. Answers to reviews in another language mean nothing; to go back, deploy %s.\n"
                .formatted(
                    TestReviews.id(chinese),
                    TestReviews.id(LiveJob.GRU),
                    kafka.rejected(),
                    LiveJob.GRU.toUri()));
    assertThat(deploy(kafka, topic, "--wait=0", LiveJob.LSTM.toString())).isZero();
    assertThat(messages.toString()).as("the same language").isEmpty();

    answer(kafka, folder.resolve("gone"), switched("gone@1"));
    assertThat(deploy(kafka, topic, "--wait=0", chinese.toString())).isZero();
    assertThat(messages.toString()).as("a bundle that only the job reads").isEmpty();
  }

  private static String switched(String model) {
    return "\"status\":\"switched\",\"model\":\"%s\"".formatted(model);
  }

  private static void answer(KafkaConfig kafka, Path bundle, String fields) throws Exception {
    String answer = "{\"deployment\":\"d\",\"bundle\":\"%s\",%s}".formatted(bundle.toUri(), fields);
    TestKafka.send(kafka, List.of(new ProducerRecord<>(kafka.rejected(), answer.getBytes(UTF_8))));
  }

  @Test
  void refusesATopicThatIsNotThereAndABundleThatIsDamaged() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, false);
    assertThat(deploy(kafka, "--models", "nowhere", LiveJob.GRU.toString())).isEqualTo(1);
    assertThat(messages.toString()).contains("expected 'nowhere', found no 'nowhere'.");

    Path damaged = Files.createDirectory(folder.resolve("damaged"));
    Files.copy(LiveJob.GRU.resolve("manifest.json"), damaged.resolve("manifest.json"));
    assertThat(deploy(kafka, "--models", kafka.rejected(), damaged.toString())).isEqualTo(1);
    assertThat(messages.toString())
        .contains("Fetching the model from file:", "expected the file golden.json, found none");
    assertThat(TestKafka.committed(kafka, kafka.rejected())).isEmpty();
  }

  @Test
  void aBoundedRunEndsWithItsTopicsAndLeavesOpenWhatItCouldNotMake() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, true);
    String topic = kafka.reviews() + "-models";
    TestKafka.broker().createTopics(1, topic);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), TestReviews.lines(1)));
    String wish = "{\"bundle\":\"%s\",\"state\":\"rewarm\"}".formatted(LiveJob.GRU.toUri());
    TestKafka.send(kafka, List.of(new ProducerRecord<>(topic, wish.getBytes(UTF_8))));

    assertThat(run(kafka, "--models", topic, "--rewarm-reviews", "2"))
        .as(messages.toString())
        .isZero();
    assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSize(TestReviews.lines(1).size());
  }

  @Test
  void refusesAControlTopicThatIsNotThereAndTooManyReviews() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, true);
    assertThat(run(kafka, "--models", "nowhere")).isEqualTo(1);
    assertThat(messages.toString())
        .contains(
            "expected '%s', '%s', '%s' and 'nowhere', found no 'nowhere'."
                .formatted(kafka.reviews(), kafka.sentiments(), kafka.rejected()));
    assertThat(run(kafka, "--rewarm-reviews", "1001")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "Setting how many reviews are kept to rewarm: expected 0 to 1000, found 1001. Choose"
                + " fewer.");
  }

  private int run(KafkaConfig kafka, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "run",
                "--bounded",
                "--model=" + LiveJob.LSTM,
                "--bootstrap-servers=" + kafka.bootstrapServers(),
                "--reviews=" + kafka.reviews(),
                "--sentiments=" + kafka.sentiments(),
                "--rejected=" + kafka.rejected(),
                "--group=" + kafka.group(),
                "--transactional-id-prefix=" + kafka.group(),
                "--checkpoint-interval=300ms",
                "--checkpoint-dir=" + folder));
    all.addAll(List.of(arguments));
    messages.getBuffer().setLength(0);
    return CommandLines.execute(new PrintWriter(messages, true), all.toArray(String[]::new));
  }

  private int deploy(KafkaConfig kafka, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
    return deploy(all.toArray(String[]::new));
  }

  private int deploy(String... arguments) {
    List<String> all = new ArrayList<>(List.of("models", "deploy"));
    all.addAll(List.of(arguments));
    PrintStream out = System.out;
    System.setOut(new PrintStream(shown, true, UTF_8));
    try {
      messages.getBuffer().setLength(0);
      return CommandLines.execute(new PrintWriter(messages, true), all.toArray(String[]::new));
    } finally {
      System.setOut(out);
    }
  }
}
