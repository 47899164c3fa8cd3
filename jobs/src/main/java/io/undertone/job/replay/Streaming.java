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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * The middle of a replay: sorted shards through the graph, results written and counted as they
 * come, rejects noted; and where the memories are wanted, a savepoint of them at the end.
 *
 * @param savepoint where the memories go; null if they are let go
 */
record Streaming(
    ModelSource source, SentimentSettings settings, @Nullable SavepointFolder savepoint) {

  private static final int BUFFER_BYTES = 1 << 20;

  /**
   * What is left of the stream.
   *
   * @param duplicates reviews whose id had been scored before
   * @param savepoint where the memories lie until they are published; null if they were let go
   */
  record Outcome(long duplicates, @Nullable Path savepoint) {}

  Outcome run(
      StreamExecutionEnvironment environment,
      List<Path> paths,
      Path written,
      Tally tally,
      Rejects rejects,
      Progress progress)
      throws Exception {
    ShardStream shards =
        savepoint == null
            ? ShardStream.ending(environment, paths)
            : ShardStream.saved(environment, paths);
    Results out = SentimentPipeline.define(shards.records(), source, settings);
    CloseableIterator<Sentiment> sentiments = out.sentiments().collectAsync();
    CloseableIterator<RejectedReview> rejected =
        out.rejected().map(Streaming::withoutBytes).returns(RejectedReview.TYPE).collectAsync();
    try (RunningJob job = RunningJob.start(environment, "undertone replay")) {
      CompletableFuture<Void> rejectsRead =
          CompletableFuture.runAsync(
              () -> rejected.forEachRemaining(rejects::add), thread("replay's rejects"));
      CompletableFuture<@Nullable Path> saved = new CompletableFuture<>();
      thread("replay's savepoint").execute(() -> save(shards, job, saved));
      try {
        write(sentiments, written, tally, progress);
        made(rejectsRead);
        job.await();
      } catch (Exception ended) {
        throw reason(ended, saved, job);
      }
      return new Outcome(duplicates(job.client().getJobExecutionResult().get()), memories(saved));
    }
  }

  /** A thread of its own for one task, which waits for the job for most of its time. */
  private static Executor thread(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      thread.start();
    };
  }

  /**
   * Saves the memories. Where that fails, the job is cancelled, since it would never end; the
   * reason is there before that, so that who sees the job end finds it.
   */
  private void save(ShardStream shards, RunningJob job, CompletableFuture<@Nullable Path> saved) {
    try {
      saved.complete(savepoint == null ? null : shards.save(job, savepoint));
    } catch (Exception | Error failure) {
      saved.completeExceptionally(failure);
      job.close();
    }
  }

  /** Why the job has ended: of its own failure, or since the memories could not be saved. */
  private static Exception reason(
      Exception ended, CompletableFuture<@Nullable Path> saved, RunningJob job) {
    Throwable unsaved = saved.isDone() ? saved.handle((path, failure) -> failure).join() : null;
    job.close();
    return unsaved != null && isCancelled(job) ? notSaved(unsaved) : ended;
  }

  private static boolean isCancelled(RunningJob job) {
    return job.ended().isDone()
        && job.ended()
            .handle(
                (result, failure) ->
                    ExceptionUtils.findThrowable(failure, JobCancellationException.class))
            .join()
            .isPresent();
  }

  private static @Nullable Path memories(CompletableFuture<@Nullable Path> saved) throws Exception {
    try {
      return saved.get();
    } catch (ExecutionException failure) {
      throw notSaved(failure);
    }
  }

  /** What a thread has done; its failure is thrown as it was. */
  private static void made(CompletableFuture<?> work) throws Exception {
    try {
      work.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    }
  }

  private static JobException notSaved(Throwable thrown) {
    Throwable failure = thrown;
    while (failure.getCause() != null) {
      failure = failure.getCause();
    }
    return new JobException(
        "Writing the savepoint of a replay",
        "a folder with room for the memories",
        JobException.words(failure),
        "Make room, or give another --savepoint.",
        failure);
  }

  /** What the graph counted of reviews whose id it had scored before. */
  private static long duplicates(JobExecutionResult result) {
    Object count = result.getAccumulatorResult(DropRepeats.DUPLICATES);
    return count instanceof Number number ? number.longValue() : 0;
  }

  /** Keeps reason and place only: Flink hands no record over that is above 2 MiB. */
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
