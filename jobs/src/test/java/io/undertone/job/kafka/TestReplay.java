package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.job.JobEnvironment;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.replay.Labelling;
import io.undertone.job.replay.Progress;
import io.undertone.job.replay.Replay;
import io.undertone.job.replay.ReplayMetrics;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code replay} says of a stream with the default bundle: what the live job is to say. */
public final class TestReplay {

  private TestReplay() {}

  /**
   * The lines of {@code sentiments.jsonl}.
   *
   * @param rows of the data set
   * @param folder for the data set and what comes of it
   */
  public static List<String> of(List<String> rows, Path folder) throws Exception {
    Path dataset = Files.write(folder.resolve("reviews.jsonl"), rows);
    run(TestJob.MODEL, TestJob.SETTINGS, dataset, folder.resolve("out"));
    return Files.readAllLines(folder.resolve("out/sentiments.jsonl"));
  }

  /** Replays a data set with the labels that it has, and says nothing on the way. */
  public static ReplayMetrics run(
      ModelSource model, SentimentSettings settings, Path dataset, Path out) throws Exception {
    List<DatasetFile> files = List.of(DatasetFile.of(dataset, UTF_8));
    return new Replay(model, settings, Labelling.asWritten(), files, out, false, null)
        .run(
            new JobEnvironment().parallelism(2, 720).create(),
            new Progress(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), false))
        .metrics();
  }
}
