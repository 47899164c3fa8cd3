package io.undertone.job.command;

import io.undertone.job.local.AtExit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Says where a local job may go on when it has ended before its end, by Ctrl-C or a failure: its
 * newest checkpoint is in a folder whose name nobody knows. Opened before the job, so that it
 * speaks after the job's end.
 */
final class WayOn implements AutoCloseable {

  private final @Nullable String checkpoints;
  private final AtomicReference<@Nullable String> job = new AtomicReference<>();
  private final AtExit atExit = AtExit.undo(this::say);

  /**
   * @param checkpoints the folder of the checkpoints of all jobs; null if they are nowhere
   */
  WayOn(@Nullable String checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** Names the job once it has an id. */
  void of(String jobId) {
    job.set(jobId);
  }

  /** Says nothing of a job that has done all it was to do: Flink is deleting its checkpoints. */
  void arrived() {
    job.set(null);
  }

  @Override
  public void close() {
    say();
    atExit.close();
  }

  /** Runs once, although the shutdown hook may call it at the same time. */
  private void say() {
    String ended = job.getAndSet(null);
    if (ended != null && checkpoints != null) {
      CheckpointFolder.newest(checkpoints, ended)
          .ifPresent(
              newest ->
                  System.err.println("Go on from the newest checkpoint: --restore-from " + newest));
    }
  }
}
