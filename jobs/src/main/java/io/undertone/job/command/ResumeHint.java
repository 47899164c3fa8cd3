package io.undertone.job.command;

import io.undertone.job.local.AtExit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Prints the newest checkpoint of a local job that Ctrl-C or a failure has ended, since its folder
 * has a name that nobody knows. Opened before the job, so that it is closed after the job has
 * ended.
 */
final class ResumeHint implements AutoCloseable {

  private final @Nullable String checkpoints;
  private final AtomicReference<@Nullable String> job = new AtomicReference<>();
  private final AtExit atExit = AtExit.run(this::print);

  /**
   * @param checkpoints the folder of the checkpoints of all jobs; null if they are nowhere
   */
  ResumeHint(@Nullable String checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** The job has an id now. */
  void started(String jobId) {
    job.set(jobId);
  }

  /** The job has done all its work, so Flink deletes its checkpoints: nothing is printed. */
  void finished() {
    job.set(null);
  }

  @Override
  public void close() {
    print();
    atExit.close();
  }

  /** Runs once, although the shutdown hook may call it at the same time. */
  private void print() {
    String ended = job.getAndSet(null);
    if (ended != null && checkpoints != null) {
      CheckpointFolder.newest(checkpoints, ended)
          .ifPresent(
              newest ->
                  System.err.println("Go on from the newest checkpoint: --restore-from " + newest));
    }
  }
}
