package io.undertone.job.deploy;

import static io.undertone.job.deploy.LiveJob.BUNDLES;
import static io.undertone.job.deploy.LiveJob.GRU;
import static io.undertone.job.deploy.LiveJob.GRU_ID;
import static io.undertone.job.deploy.LiveJob.LSTM;
import static io.undertone.job.deploy.LiveJob.LSTM_ID;
import static io.undertone.job.deploy.LiveJob.RNN;
import static io.undertone.job.deploy.RightAnswers.hold;
import static io.undertone.job.deploy.RightAnswers.switches;
import static io.undertone.job.kafka.TestReviews.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertone.job.JobEnvironment;
import io.undertone.job.chaos.Waiting;
import io.undertone.job.kafka.TestJob;
import io.undertone.operator.deploy.DeploymentOutcome;
import io.undertone.operator.deploy.StatePolicy;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.SentimentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A live job takes one model after the other, without a stop and without a wrong answer. */
class DeployIT {

  private static final SentimentSettings SETTINGS = SentimentSettings.defaults();
  private static final int SWAPS = 10;
  private static final int REWARMED = 3;

  @TempDir Path folder;

  /** Whether its steps share a thread, or a network lies between any two. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void swapsModelsTenTimesUnderLoadAndAnswersAsReplaysDo(boolean chained) throws Exception {
    JobEnvironment environment =
        TestJob.environment(2).with(PipelineOptions.OPERATOR_CHAINING, chained);
    try (LiveJob job = new LiveJob(SETTINGS, environment)) {
      job.send(100);
      for (int swap = 0; swap < SWAPS; swap++) {
        Path bundle = swap % 2 == 0 ? GRU : LSTM;
        DeploymentOutcome end = job.ended(job.deploy(bundle, StatePolicy.RESET));
        assertThat(end.reason()).isNull();
        assertThat(end.model()).isEqualTo(id(bundle));
        job.send(100);
        job.awaitAnswers(); // at least one by this model
      }

      assertThat(switches(job.committed())).isGreaterThanOrEqualTo(SWAPS);
      hold(job, folder);
    }
  }

  @Test
  void whatCannotBeDeployedChangesNothingAndIsReported() throws Exception {
    Path damaged = folder.resolve("damaged");
    copy(GRU, damaged);
    byte[] head = Files.readAllBytes(damaged.resolve("head.onnx"));
    head[head.length / 2] ^= 1;
    Files.write(damaged.resolve("head.onnx"), head);
    Path labels = LSTM.resolveSibling("reviews-en-lstm-3way");
    try (LiveJob job = new LiveJob(SETTINGS, TestJob.environment(2))) {
      job.send(50);
      assertThat(refused(job, damaged, StatePolicy.RESET))
          .contains("Fetching the model from " + damaged.toUri(), "expected head.onnx with sha256");
      assertThat(refused(job, folder.resolve("nowhere"), StatePolicy.RESET))
          .contains("Fetching the model from file:");
      assertThat(refused(job, labels, StatePolicy.RESET))
          .contains(
              "Deploying %s: expected the labels that the job writes: [negative, positive], found [negative, neutral, positive]."
                  .formatted(id(labels)));
      assertThat(refused(job, GRU, StatePolicy.FAIL))
          .contains("Deploying %s with state fail: expected".formatted(GRU_ID));
      assertThat(refused(job, GRU, StatePolicy.REWARM))
          .contains(
              "with state rewarm: expected a job that keeps users' last reviews, found one that keeps none. Start it with --rewarm-reviews, or deploy with reset.");
      job.ask("{\"bundle\":\"file:///x\",\"sate\":\"reset\"}");
      job.ask("no JSON");
      job.ask(
          "{\"bundle\":\"/%s\"}".formatted("b".repeat(900_000))); // and an answer that quotes it
      job.ask("{\"deployment\":\"odd\",\"bundle\":\"no uri\"}");
      assertThat(job.ended("odd").reason()).contains("expected a URI, or an absolute path");
      assertThat(job.reasons())
          .contains(
              "Reading a deployment: expected the fields bundle, deployment, manifest_sha256, state, found sate. Write {\"bundle\":\"URI\",\"state\":\"reset\"}, or use 'models deploy'.",
              "Reading a deployment: expected JSON, found at line: 1, column: 4 none. Write {\"bundle\":\"URI\",\"state\":\"reset\"}, or use 'models deploy'.",
              "Reading a deployment: expected at most 4096 characters at bundle, found 900001. Write {\"bundle\":\"URI\",\"state\":\"reset\"}, or use 'models deploy'.");

      assertThat(job.ended(job.deploy(GRU, StatePolicy.RESET)).model()).isEqualTo(GRU_ID);
      job.send(100);
      job.awaitAnswers();
      assertThat(switches(job.committed())).isEqualTo(1);
      hold(job, folder);
    }
  }

  private static String refused(LiveJob job, Path bundle, StatePolicy policy) throws Exception {
    DeploymentOutcome end = job.ended(job.deploy(bundle, policy));
    assertThat(end.switched()).isFalse();
    return String.valueOf(end.reason());
  }

  @Test
  void aNewModelReadsEachUsersLastReviewsFirst() throws Exception {
    SentimentSettings keeping = SETTINGS.with(Remembering.defaults().withRewarmReviews(REWARMED));
    try (LiveJob job = new LiveJob(keeping, TestJob.environment(2))) {
      job.send(150);
      job.awaitAnswers();
      assertThat(job.ended(job.deploy(GRU, StatePolicy.REWARM)).reason()).isNull();
      job.send(150);
      job.awaitAnswers();

      Replays replays = new Replays(folder, BUNDLES);
      Map<String, List<String>> last = new HashMap<>();
      List<JsonNode> byGru = new ArrayList<>();
      for (JsonNode result : job.committed()) {
        String user = result.path("user_id").asText();
        List<String> before = last.computeIfAbsent(user, name -> new ArrayList<>());
        if (result.path("model").asText().equals(LSTM_ID)) {
          before.add(job.sent(result));
        } else {
          List<String> read = before.subList(Math.max(0, before.size() - REWARMED), before.size());
          read.forEach(review -> replays.add(GRU_ID, user, review));
          before.clear();
          replays.add(GRU_ID, user, job.sent(result));
          byGru.add(result);
        }
      }
      assertThat(byGru).hasSizeGreaterThanOrEqualTo(150); // whatever came meanwhile
      assertThat(byGru.get(0).path("remembered").asInt()).isEqualTo(REWARMED);
      Map<String, JsonNode> expected = replays.answers();
      byGru.forEach(
          result -> assertThat(result).isEqualTo(expected.get(result.path("review_id").asText())));
    }
  }

  @Test
  void aJobThatGoesOnRunsTheDeployedModelAndTakesUpWhatIsOpen() throws Exception {
    String savepoint;
    String open;
    try (RolloutLog log = new RolloutLog();
        LiveJob job = new LiveJob(SETTINGS, TestJob.environment(2))) {
      job.send(100);
      job.ended(job.deploy(GRU, StatePolicy.RESET));
      job.send(100);
      job.awaitAnswers();
      savepoint = job.stop(folder);

      job.goOn(savepoint, LSTM, rarely(TestJob.environment(1)));
      job.send(100);
      open = job.deploy(LSTM, StatePolicy.RESET);
      Waiting.until(
          "the model is proven", () -> log.count("Deployment " + open + ": " + LSTM_ID) == 1);
      savepoint = job.stop(folder);
      assertThat(job.end(open)).isEmpty();
      job.awaitAnswers();
      assertThat(switches(job.committed())).isEqualTo(1);

      job.goOn(savepoint, GRU, TestJob.environment(2));
      assertThat(job.ended(open).model()).isEqualTo(LSTM_ID);
      job.send(100);
      job.awaitAnswers();
      assertThat(switches(job.committed())).isEqualTo(2);
      hold(job, folder);
    }
  }

  @Test
  void modelsOfAnyShapeTakeEachOthersPlace() throws Exception {
    try (LiveJob job = new LiveJob(SETTINGS, TestJob.environment(2))) {
      job.send(100);
      for (Path bundle : List.of(RNN, GRU, RNN, LSTM)) {
        assertThat(job.ended(job.deploy(bundle, StatePolicy.RESET)).model()).isEqualTo(id(bundle));
        job.send(100);
        job.awaitAnswers(); // at least one by this model
      }
      assertThat(switches(job.committed())).isGreaterThanOrEqualTo(3);
      hold(job, folder);
    }
  }

  @Test
  void aJobThatTakesNoDeploymentsLeavesTheDeployedModelBehind() throws Exception {
    try (LiveJob job = new LiveJob(SETTINGS, TestJob.environment(2))) {
      job.send(100);
      job.ended(job.deploy(GRU, StatePolicy.RESET));
      job.send(100);
      job.awaitAnswers();

      job.goOnWithoutDeployments(job.stop(folder), LSTM, TestJob.environment(1));
      job.send(100);
      job.awaitAnswers();
      assertThat(switches(job.committed())).isEqualTo(2);

      job.goOn(job.stop(folder), LSTM, TestJob.environment(2));
      job.send(100);
      job.awaitAnswers();
      assertThat(switches(job.committed())).isEqualTo(2);
      hold(job, folder);
    }
  }

  private static JobEnvironment rarely(JobEnvironment environment) {
    Duration interval = Duration.ofMinutes(10);
    return environment
        .with(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval)
        .with(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, interval); // not the first, too
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
