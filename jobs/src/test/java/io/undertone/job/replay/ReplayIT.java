package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertone.cell.ExecutorKind;
import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestReplay;
import io.undertone.job.kafka.TestReviews;
import io.undertone.job.local.SavepointFolder;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Batching;
import io.undertone.operator.settings.SentimentSettings;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set through the graph of the live job, on a real bundle. */
class ReplayIT {

  private static final long SEED = 24;
  private static final List<String> BROKEN =
      List.of("{\"text\":", "[]", "{\"user_id\":\"u\",\"text\":7}", "no json");
  private static final List<String> FORGETS =
      List.of("{\"user_id\":\"ann-0\",\"forget\":true,\"timestamp\":\"2024-09-01T00:00:00Z\"}");

  @TempDir Path folder;

  @Test
  void noLineDependsOnBatchOrParallelism() throws Exception {
    Path dataset = dataset();
    List<String> one = replay(dataset, 1, 1);

    assertThat(one).hasSize(2 * TestReviews.lines(1).size());
    for (int batch : new int[] {1, 37, 512}) {
      assertThat(replay(dataset, batch, 2)).isEqualTo(one);
    }
    assertThat(replay(dataset, 37, 1)).isEqualTo(one);
    assertThat(replay(dataset, 512, 1)).isEqualTo(one);
  }

  @Test
  void countsWhatItRead() throws Exception {
    ReplayMetrics metrics = run(dataset(), 128, 2);

    assertThat(metrics.reviews()).isEqualTo(2L * TestReviews.lines(1).size());
    assertThat(metrics.rejected()).isEqualTo(BROKEN.size());
    assertThat(metrics.labelled() + metrics.unscored()).isEqualTo(metrics.reviews());
    assertThat(metrics.accuracy()).isBetween(0.5, 1.0);
    assertThat(metrics.auc()).isBetween(0.5, 1.0);
    assertThat(metrics.device()).isEqualTo("cpu");
    assertThat(metrics.users()).isBetween(80L, 200L);
    try (var left = Files.list(folder.resolve("out"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "sentiments.jsonl", "rejected.jsonl", "metrics.json", "report.html");
    }
  }

  @Test
  void scoresARepeatOnceWhereReviewsAreUnique() throws Exception {
    List<String> twice = new ArrayList<>(TestReviews.lines(1));
    twice.addAll(TestReviews.lines(1));
    Path dataset = Files.write(folder.resolve("twice.jsonl"), twice);
    ReplayMetrics metrics =
        TestReplay.run(
            TestJob.MODEL,
            SentimentSettings.defaults().withUniqueFor(Duration.ofDays(1)),
            dataset,
            folder.resolve("unique"));

    assertThat(metrics.reviews()).isEqualTo(TestReviews.lines(1).size());
    assertThat(metrics.duplicates()).isEqualTo(metrics.reviews());
  }

  @Test
  void countsALineOfThreeMegabytesAsTooLong() throws Exception {
    String text = "a".repeat(3_000_000);
    Path dataset =
        Files.write(
            folder.resolve("long.jsonl"),
            List.of("{\"text\":\"fine\"}", "{\"text\":\"" + text + "\"}"));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ReplayMetrics metrics =
        run(
            TestJob.MODEL,
            dataset,
            new Batching(128, ExecutorKind.CELL, Duration.ofMillis(10)),
            1,
            new Progress(new PrintStream(said, false, UTF_8), false));

    assertThat(metrics.reviews()).isEqualTo(1);
    assertThat(metrics.rejected()).isEqualTo(1);
    assertThat(said.toString(UTF_8))
        .contains("long.jsonl:2: text_too_long, text of 3000000 bytes, at most 65536 are taken");
  }

  @Test
  void countsHowSurprisingItWas() throws Exception {
    Path bundle = Path.of("../models/src/test/resources/bundles/tiny-language").toAbsolutePath();
    ReplayMetrics metrics = run(ModelSource.at(bundle.normalize().toString()), dataset(), 128, 2);

    assertThat(metrics.reviews()).isEqualTo(2L * TestReviews.lines(1).size());
    assertThat(metrics.labelled()).isZero();
    assertThat(metrics.accuracy()).isNull();
    assertThat(metrics.confusion()).isEmpty();
    double sum = 0;
    for (String line : Files.readAllLines(folder.resolve("out/sentiments.jsonl"))) {
      JsonNode result = TestReviews.parse(line);
      assertThat(result.has("label")).isFalse();
      sum += result.path("surprise").asDouble() * result.path("tokens").asInt();
    }
    assertThat(metrics.surprise())
        .isCloseTo(sum / metrics.tokens(), within(1e-9))
        .isCloseTo(Math.log(28), within(0.3)); // its weights are by chance: it knows nothing
  }

  @Test
  void explainsEachReviewPieceByPiece() throws Exception {
    SentimentSettings settings = SentimentSettings.defaults().withExplained(true);
    run(TestJob.MODEL, settings, dataset(), 2, silent());

    List<String> results = Files.readAllLines(folder.resolve("out/sentiments.jsonl"));
    assertThat(results).hasSize(2 * TestReviews.lines(1).size());
    for (String line : results) {
      JsonNode result = TestReviews.parse(line);
      JsonNode explanation = result.path("explanation");
      assertThat(explanation.size()).isBetween(1, result.path("tokens").asInt());
      assertThat(explanation.get(explanation.size() - 1).path("positive").asDouble())
          .isEqualTo(result.at("/probabilities/positive").asDouble());
    }
  }

  /** A file lies where the savepoint is to be written; nobody is told of a cancelled job. */
  @Test
  void saysWhyTheMemoriesCouldNotBeSaved() throws Exception {
    try (SavepointFolder memories = SavepointFolder.at(folder.resolve("memories"), "--savepoint")) {
      Replay replay =
          new Replay(
              TestJob.MODEL,
              SentimentSettings.defaults(),
              Labelling.asWritten(),
              List.of(DatasetFile.of(dataset(), UTF_8)),
              folder.resolve("out"),
              false,
              memories);
      String half = memories.half().toUri().toString();
      var environment = new JobEnvironment().parallelism(2, 720).savepoints(half).create();
      Files.delete(memories.half());
      Files.createFile(memories.half());

      assertThatThrownBy(() -> replay.run(environment, silent()))
          .isInstanceOf(JobException.class)
          .hasMessageStartingWith(
              "Writing the savepoint of a replay: expected a folder with room for the memories, found this: ")
          .hasMessageEndingWith(" Make room, or give another --savepoint.");
      assertThat(folder.resolve("memories")).doesNotExist();
    }
  }

  private List<String> replay(Path dataset, int batch, int parallelism) throws Exception {
    run(dataset, batch, parallelism);
    try (var lines = Files.lines(folder.resolve("out/sentiments.jsonl"))) {
      return lines.sorted().toList();
    }
  }

  private ReplayMetrics run(Path dataset, int batch, int parallelism) throws Exception {
    return run(TestJob.MODEL, dataset, batch, parallelism);
  }

  private ReplayMetrics run(ModelSource model, Path dataset, int batch, int parallelism)
      throws Exception {
    return run(
        model,
        dataset,
        new Batching(batch, ExecutorKind.CELL, Duration.ofMillis(10)),
        parallelism,
        silent());
  }

  private static Progress silent() {
    return new Progress(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), false);
  }

  private ReplayMetrics run(
      ModelSource model, Path dataset, Batching batching, int parallelism, Progress progress)
      throws Exception {
    return run(model, SentimentSettings.defaults().with(batching), dataset, parallelism, progress);
  }

  private ReplayMetrics run(
      ModelSource model,
      SentimentSettings settings,
      Path dataset,
      int parallelism,
      Progress progress)
      throws Exception {
    return new Replay(
            model,
            settings,
            Labelling.asWritten(),
            List.of(DatasetFile.of(dataset, UTF_8)),
            folder.resolve("out"),
            false,
            null)
        .run(new JobEnvironment().parallelism(parallelism, 720).create(), progress)
        .metrics();
  }

  /** The sample twice over, shuffled, with rows that are broken and one that forgets. */
  private Path dataset() throws Exception {
    List<String> lines = new ArrayList<>(TestReviews.lines(2));
    lines.addAll(BROKEN);
    lines.addAll(FORGETS);
    Collections.shuffle(lines, new Random(SEED));
    return Files.write(folder.resolve("reviews.jsonl"), lines);
  }
}
