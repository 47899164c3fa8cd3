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
 * Work in threads of its own that a job needs, as a reader of what it puts out. Where such work
 * fails the job would wait for it for ever, so it is cancelled.
 */
final class BesideJob {

  private final RunningJob job;
  private final AtomicReference<@Nullable Exception> first = new AtomicReference<>();

  BesideJob(RunningJob job) {
    this.job = job;
  }

  /** Begins some work. The first failure is known before the job ends of it. */
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
   * Cancels the job if it still runs, and tells why all has ended: the job's own failure, else that
   * of the work beside it, else what was thrown where the job was waited for.
   */
  Exception reason(Exception ended) {
    Exception beside = first.get(); // what fails from here on fails since the job is cancelled
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
