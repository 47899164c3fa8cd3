package io.undertone.job.replay;

import io.undertone.job.local.RunningJob;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Threads beside a job that it depends on, such as the readers of its results. If one of them
 * fails, the job would wait for it for ever, so the job is cancelled.
 */
final class SideThreads {

  private final RunningJob job;
  private final AtomicReference<@Nullable Exception> first = new AtomicReference<>();

  SideThreads(RunningJob job) {
    this.job = job;
  }

  /** Starts a thread. Its failure is noted before the job is cancelled. */
  <T extends @Nullable Object> CompletableFuture<T> run(String name, Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                done.complete(work.call());
              } catch (Exception | Error thrown) {
                first.compareAndSet(
                    null, thrown instanceof Exception e ? e : new ExecutionException(thrown));
                done.completeExceptionally(thrown);
                job.close();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  /**
   * Cancels the job if it still runs, and finds the root of a failure: the job's own, else that of
   * the first thread that failed, else the one that was caught while waiting for the job.
   *
   * @param ended what was caught
   */
  Exception reason(Exception ended) {
    Exception beside = first.get(); // later failures come from cancelling the job
    job.close();
    return beside == null || hasFailed() ? ended : beside;
  }

  private boolean hasFailed() {
    return job.ended()
        .handle(
            (result, failure) ->
                failure != null
                    && ExceptionUtils.findThrowable(failure, JobCancellationException.class)
                        .isEmpty())
        .getNow(false);
  }
}
