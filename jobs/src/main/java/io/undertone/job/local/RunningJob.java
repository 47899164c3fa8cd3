package io.undertone.job.local;

import io.undertone.job.JobException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job within this process. It is cancelled when it is closed, and on Ctrl-C. */
public final class RunningJob implements AutoCloseable {

  /** How long a cancelled job may take to release its resources. */
  private static final long CANCEL_SECONDS = 20;

  /** How long a job may take from submission to its last subtask's start. */
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private static final Duration START_POLL = Duration.ofMillis(50);

  private final JobClient client;
  private final AtExit atExit;

  RunningJob(JobClient client) {
    this.client = client;
    this.atExit = AtExit.run(this::cancel);
  }

  /** Starts what was added to the environment. */
  public static RunningJob start(StreamExecutionEnvironment environment, String name)
      throws Exception {
    return new RunningJob(environment.executeAsync(name));
  }

  /** Done when the job is, exceptionally if it failed. */
  public CompletableFuture<?> ended() {
    return client.getJobExecutionResult();
  }

  /** Flink's handle of the job. */
  public JobClient client() {
    return client;
  }

  /**
   * Waits until every subtask of every step runs.
   *
   * @param port where Flink answers, as {@code JobEnvironment.web} set it
   * @throws JobException if they do not all run within {@link #START_MAX}
   */
  public void awaitRunning(int port) throws Exception {
    Configuration here = new Configuration();
    here.set(RestOptions.ADDRESS, "localhost");
    here.set(RestOptions.PORT, port);
    try (var flink = new RestClusterClient<>(here, "this process")) {
      awaitRunning(() -> flink.getJobDetails(client.getJobID()), START_MAX);
    }
  }

  /** The same, with another source of the subtasks' states and another bound. */
  void awaitRunning(Supplier<CompletableFuture<JobDetailsInfo>> details, Duration startMax)
      throws Exception {
    long deadline = System.nanoTime() + startMax.toNanos();
    while (!allRun(details.get(), deadline)) {
      if (ended().isDone()) {
        await();
        throw notRunning("one that has ended", startMax);
      }
      if (System.nanoTime() > deadline) {
        throw notRunning("one that still waits for some", startMax);
      }
      Thread.sleep(START_POLL.toMillis());
    }
  }

  private static boolean allRun(CompletableFuture<JobDetailsInfo> details, long deadline)
      throws InterruptedException {
    try {
      var steps =
          details.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS).getJobVertexInfos();
      return !steps.isEmpty() // as they are before the job is laid out
          && steps.stream()
              .allMatch(
                  step ->
                      step.getTasksPerState().getOrDefault(ExecutionState.RUNNING, 0)
                          == step.getParallelism());
    } catch (ExecutionException | TimeoutException notYet) {
      return false;
    }
  }

  private static JobException notRunning(String found, Duration startMax) {
    return new JobException(
        "Starting the job",
        "one whose subtasks all run within " + startMax.toSeconds() + " s",
        found,
        "Give it less to do, by --parallelism for one, or run it again with --verbose to see what"
            + " Flink says.");
  }

  /** Waits for the end of the job; a failure of the job is thrown. */
  public void await() throws Exception {
    try {
      ended().get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    }
  }

  @Override
  public void close() {
    cancel();
    atExit.close();
  }

  private void cancel() {
    if (ended().isDone()) {
      return;
    }
    try {
      client.cancel().get(CANCEL_SECONDS, TimeUnit.SECONDS);
      ended().handle((result, failure) -> null).get(CANCEL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | IllegalStateException goneOrStuck) {
      // the process ends in any case, and its threads with it
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
