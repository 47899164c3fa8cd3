package io.undertone.job.command;

import io.undertone.job.JobException;
import io.undertone.job.kafka.KafkaJob;
import io.undertone.job.kafka.MemoryStart;
import io.undertone.job.local.SavepointFiles;
import io.undertone.job.memory.Savepoint;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The savepoint that a life of the job begins with. A restore point never comes back into a life:
 * high availability goes on from the newest checkpoint anyway; where it has forgotten the job, its
 * folder has not.
 *
 * @param path what the job is to restore; null where nothing is, or the cluster does by itself
 * @param savepoint what is restored, by whomever; null where nothing is
 * @param lived whether this job has checkpoints already
 */
record RestorePoint(@Nullable String path, @Nullable String savepoint, boolean lived) {

  /**
   * What to start from.
   *
   * @param asked the savepoint that was given; empty for none
   * @param checkpoints the folder of checkpoints; null for the cluster's
   * @param begins whether the job would do more than go on where it finds no savepoint
   */
  static RestorePoint of(@Nullable String asked, @Nullable String checkpoints, boolean begins) {
    String path = asked == null || asked.isBlank() ? null : asked;
    ReadableConfig cluster =
        StreamExecutionEnvironment.getExecutionEnvironment().getConfiguration();
    String clusters = cluster.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).orElse(null);
    RestorePoint asItIs = new RestorePoint(path, path == null ? clusters : path, false);
    if (path == null && !begins) {
      return asItIs;
    }
    String job = cluster.getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID).orElse(null);
    String folder =
        checkpoints == null ? cluster.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY) : checkpoints;
    if (job == null || folder == null || !CheckpointFolder.holdsCheckpoints(folder, job)) {
      return asItIs;
    }
    if (path != null) {
      System.err.printf(
          "Job %s has checkpoints in %s already: it does not go back to %s.%n", job, folder, path);
    }
    return new RestorePoint(null, null, true);
  }

  /**
   * What to do where nothing is restored and the group has read before. A life begins without
   * memories once: where it has checkpoints and finds none of them, its memories are lost.
   */
  MemoryStart memories(MemoryStart asked) {
    if (lived && asked == MemoryStart.EMPTY) {
      System.err.println(
          "This job has checkpoints already: --memory-start empty was for its beginning. Where none"
              + " is restored, it refuses to start; under a new job id it begins anew.");
      return MemoryStart.REFUSE;
    }
    return asked;
  }

  /**
   * Proves that a savepoint is there, and that what is restored does not say where to read on if a
   * time does.
   *
   * @param local whether it is for this machine to read; a cluster may read folders that it cannot
   * @param timed whether a time is given to read from
   * @throws JobException if not
   */
  void check(boolean local, boolean timed) {
    if (path != null && local) {
      Savepoint.requireThere(CheckpointFolder.uri(path));
    }
    if (timed && holdsOffsets(local)) {
      throw new JobException(
          "Starting from the savepoint " + savepoint + " with --start-from",
          "one of a replay, which does not say where to read on",
          "one that does",
          "Leave --start-from out.");
    }
  }

  /** Whether what is restored says where to read on, as far as this machine can tell. */
  boolean holdsOffsets(boolean local) {
    try {
      return savepoint != null
          && SavepointFiles.holdsState(CheckpointFolder.uri(savepoint), KafkaJob.SOURCE);
    } catch (JobException unreadable) {
      if (local) {
        throw unreadable;
      }
      return false; // the cluster will read it, and goes by its offsets
    }
  }
}
