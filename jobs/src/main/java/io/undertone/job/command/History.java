package io.undertone.job.command;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.local.Counted;
import io.undertone.job.local.FlinkUri;
import io.undertone.job.local.SavepointFolder;
import io.undertone.job.local.Terminal;
import io.undertone.job.replay.Labelling;
import io.undertone.job.replay.Progress;
import io.undertone.job.replay.Replay;
import io.undertone.job.replay.ReplayResult;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The data sets of {@code --history}, whose reviews a job remembers before it starts: a replay
 * without answers, which leaves its memories in a savepoint.
 */
final class History {

  /**
   * The memories of the data sets.
   *
   * @param savepoint folder of the savepoint with the memories
   * @param end timestamp of the newest review, in epoch milliseconds
   */
  record Memories(Path savepoint, long end) {}

  private final List<DatasetFile> files;
  private final Path folder;

  /**
   * @param folder for the savepoint, and for temporary files
   */
  History(List<DatasetFile> files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * Reads all rows before the time from which reviews are answered.
   *
   * @param environment of this process
   * @throws JobException if a file cannot be read, no review is in them, or no row has a field of
   *     --fields
   */
  Memories read(ModelSource model, SentimentSettings settings, JobEnvironment environment)
      throws Exception {
    try (SavepointFolder memories =
        SavepointFolder.at(folder.resolve("memories"), "--checkpoint-dir")) {
      ReplayResult past =
          new Replay(
                  model,
                  settings,
                  Labelling.asWritten(),
                  files,
                  folder.resolve("replay"),
                  false,
                  memories)
              .run(
                  environment.savepoints(FlinkUri.of(memories.half())).create(),
                  new Progress(System.err, Terminal.isWatched()));
      requireReviews(past, settings.answering().from());
      System.err.printf(
          Locale.ROOT,
          "Remembered %s of data sets, the newest of %s; %s rejected.%n",
          Counted.of(past.reviewsRead(), "review"),
          Instant.ofEpochMilli(past.newest()),
          Counted.of(past.metrics().rejected(), "row"));
      return new Memories(memories.target(), past.newest());
    } catch (JobException failure) {
      throw failure.naming("--dataset", "--history");
    }
  }

  private static void requireReviews(ReplayResult past, long from) {
    if (past.reviewsRead() == 0) {
      throw new JobException(
          "Reading the data sets of --history",
          "reviews from before " + Instant.ofEpochMilli(from),
          "none, and %s rejected".formatted(Counted.of(past.metrics().rejected(), "row")),
          "Check --answer-from, --fields and --timestamp-unit; replay says more of each row.");
    }
  }
}
