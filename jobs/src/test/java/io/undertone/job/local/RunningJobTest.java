package io.undertone.job.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobType;
import org.apache.flink.runtime.rest.messages.JobPlanInfo;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for a job to run ends, whatever becomes of the job. */
@Timeout(60)
class RunningJobTest {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final JobThatNeverRuns client = new JobThatNeverRuns();

  @Test
  void waitsNoLongerThanItSaysForAJobOfWhichNobodyKnows() {
    assertThatThrownBy(
            () ->
                awaitRunning(CompletableFuture.failedFuture(new IllegalStateException("not yet"))))
        .isInstanceOf(JobException.class)
        .hasMessage(
            "Starting the job: expected one whose subtasks all run within 1 s, found one that"
                + " still waits for some. Give it less to do, by --parallelism for one, or run it"
                + " again with --verbose to see what Flink says.");
  }

  @Test
  void waitsNoLongerThanItSaysForAnAnswerThatNeverComes() {
    assertThatThrownBy(() -> awaitRunning(new CompletableFuture<>()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("found one that still waits for some");
  }

  @Test
  void takesAJobThatIsNotLaidOutYetForOneThatDoesNotRun() {
    JobDetailsInfo nothing =
        new JobDetailsInfo(
            client.getJobID(),
            "without a step yet",
            false,
            JobStatus.INITIALIZING,
            JobType.STREAMING,
            0,
            -1,
            0,
            1,
            0,
            Map.of(),
            List.of(),
            Map.of(),
            new JobPlanInfo.Plan("", "", JobType.STREAMING.name(), List.of()),
            null,
            0);

    assertThatThrownBy(() -> awaitRunning(CompletableFuture.completedFuture(nothing)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("found one that still waits for some");
  }

  @Test
  void tellsWhyAJobFailedBeforeItRan() {
    client.result.completeExceptionally(new IllegalArgumentException("no slots"));

    assertThatThrownBy(() -> awaitRunning(new CompletableFuture<>()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no slots");
  }

  @Test
  void saysThatAJobHasEndedBeforeAllOfItRan() {
    client.result.complete(new JobExecutionResult(client.getJobID(), 0, Map.of()));

    assertThatThrownBy(
            () ->
                awaitRunning(CompletableFuture.failedFuture(new IllegalStateException("not yet"))))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("found one that has ended");
  }

  @Test
  void cancelsAJobThatStillRunsWhenItIsClosed() {
    new RunningJob(client).close();

    assertThat(client.result).isCancelled();
  }

  private void awaitRunning(CompletableFuture<JobDetailsInfo> details) throws Exception {
    try (RunningJob job = new RunningJob(client)) {
      job.awaitRunning(() -> details, SOON);
    }
  }

  /** A job whose subtasks wait for ever. */
  private static final class JobThatNeverRuns implements JobClient {

    private final CompletableFuture<JobExecutionResult> result = new CompletableFuture<>();

    @Override
    public JobID getJobID() {
      return new JobID();
    }

    @Override
    public CompletableFuture<JobStatus> getJobStatus() {
      return CompletableFuture.completedFuture(JobStatus.CREATED);
    }

    @Override
    public CompletableFuture<Void> cancel() {
      result.cancel(false);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<String> stopWithSavepoint(
        boolean advanceToEndOfEventTime, @Nullable String folder, SavepointFormatType format) {
      throw new UnsupportedOperationException("No savepoint is to be taken");
    }

    @Override
    public CompletableFuture<String> triggerSavepoint(
        @Nullable String folder, SavepointFormatType format) {
      throw new UnsupportedOperationException("No savepoint is to be taken");
    }

    @Override
    public CompletableFuture<Map<String, Object>> getAccumulators() {
      return CompletableFuture.completedFuture(Map.of());
    }

    @Override
    public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
      return result;
    }
  }
}
