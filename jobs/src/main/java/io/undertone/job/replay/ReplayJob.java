package io.undertone.job.replay;

import io.undertone.event.RejectedReview;
import io.undertone.event.Sentiment;
import io.undertone.job.JobException;
import io.undertone.job.SentimentJson;
import io.undertone.job.SentimentPipeline;
import io.undertone.job.SentimentPipeline.Results;
import io.undertone.job.local.RunningJob;
import io.undertone.job.local.SavepointFolder;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.repeat.DropRepeats;
import io.undertone.operator.settings.SentimentSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * The Flink job of a replay: sorted shards through the graph. Results are written and counted, and
 * rejects noted, as they come; at the end the memories go into a savepoint, if asked for.
 *
 * @param savepoint where the memories go; null if they are not kept
 */
record ReplayJob(
    ModelSource source, SentimentSettings settings, @Nullable SavepointFolder savepoint) {

  private static final int BUFFER_BYTES = 1 << 20;

  /**
   * What the job leaves beside its results.
   *
   * @param duplicates reviews whose id had been scored before
   * @param savepoint the savepoint before it is moved to its place; null if there is none
   */
  record Outcome(long duplicates, @Nullable Path savepoint) {}

  Outcome run(
      StreamExecutionEnvironment environment,
      List<Path> paths,
      Path written,
      Tally tally,
      Consumer<RejectedReview> rejects,
      Progress progress)
      throws Exception {
    ShardStream shards =
        savepoint == null
            ? ShardStream.ending(environment, paths)
            : ShardStream.saved(environment, paths);
    Results out = SentimentPipeline.define(shards.records(), source, settings);
    CloseableIterator<Sentiment> sentiments = out.sentiments().collectAsync();
    CloseableIterator<RejectedReview> rejected =
        out.rejected().map(ReplayJob::withoutBytes).returns(RejectedReview.TYPE).collectAsync();
    try (RunningJob job = RunningJob.start(environment, "undertone replay")) {
      SideThreads beside = new SideThreads(job);
      CompletableFuture<?> rejectsRead =
          beside.run(
              "replay's rejects",
              () -> {
                rejected.forEachRemaining(rejects);
                return null;
              });
      CompletableFuture<@Nullable Path> saved =
          beside.run(
              "replay's savepoint", () -> savepoint == null ? null : save(shards, job, savepoint));
      try {
        write(sentiments, written, tally, progress);
        rejectsRead.join();
        job.await();
        return new Outcome(duplicates(job.client().getJobExecutionResult().get()), saved.join());
      } catch (Exception ended) {
        Exception reason = beside.reason(ended);
        rejectsRead.handle((read, failure) -> read).join(); // before their file is closed
        throw reason;
      }
    }
  }

  private static @Nullable Path save(
      ShardStream shards, RunningJob job, SavepointFolder savepoint) {
    try {
      return shards.save(job, savepoint);
    } catch (Exception failure) {
      throw notSaved(failure);
    }
  }

  private static JobException notSaved(Throwable thrown) {
    Throwable failure = JobException.root(thrown);
    return new JobException(
        "Writing the savepoint of a replay",
        "a folder with room for the memories",
        JobException.found(failure),
        "Make room, or give another --savepoint.",
        failure);
  }

  /** How many reviews the graph dropped since their id had been scored before. */
  private static long duplicates(JobExecutionResult result) {
    Object count = result.getAccumulatorResult(DropRepeats.DUPLICATES);
    return count instanceof Number number ? number.longValue() : 0;
  }

  /** Keeps only reason and place: Flink's collect sink takes no record above 2 MiB. */
  private static RejectedReview withoutBytes(RejectedReview rejected) {
    return new RejectedReview(
        null,
        null,
        rejected.reason(),
        rejected.detail(),
        rejected.topic(),
        rejected.partition(),
        rejected.offset());
  }

  private void write(
      CloseableIterator<Sentiment> sentiments, Path written, Tally tally, Progress progress)
      throws IOException {
    SentimentJson json = new SentimentJson(source.manifest().labels());
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(written), BUFFER_BYTES)) {
      while (sentiments.hasNext()) {
        Sentiment sentiment = sentiments.next();
        out.write(json.write(sentiment));
        out.write('\n');
        tally.add(sentiment);
        progress.scored(tally.reviews());
      }
    }
  }
}
