package io.undertone.job.command;

import io.undertone.job.JobException;
import io.undertone.job.kafka.KafkaJob;
import io.undertone.job.kafka.MemoryStart;
import io.undertone.job.local.FlinkUri;
import io.undertone.job.local.SavepointFiles;
import io.undertone.job.memory.Savepoint;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The savepoint that a job starts from. A job that has checkpoints never goes back to it: with high
 * availability it continues from its newest checkpoint anyway, and if that is lost, the folder of
 * checkpoints still shows that there were some.
 *
 * @param path what this command has to restore; null for nothing, or if the cluster restores by
 *     itself
 * @param savepoint what is restored, by this command or the cluster; null for nothing
 * @param hasCheckpoints whether this job has checkpoints already
 */
record RestorePoint(@Nullable String path, @Nullable String savepoint, boolean hasCheckpoints) {

  /**
   * Determines what to start from.
   *
   * @param asked the savepoint of the option; blank for none
   * @param checkpoints the folder of checkpoints; null for the cluster's
   * @param begins whether options say how to begin without a savepoint
   * @param words told that the savepoint is not used
   */
  static RestorePoint of(
      @Nullable String asked,
      @Nullable String checkpoints,
      boolean begins,
      Consumer<String> words) {
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
      words.accept(
          "Job %s has checkpoints in %s already: it does not go back to %s."
              .formatted(job, folder, path));
    }
    return new RestorePoint(null, null, true);
  }

  /**
   * What to do if nothing is restored and the group has read before. A job begins without memories
   * only once: if it has checkpoints but does not find them, its memories are lost.
   */
  MemoryStart memories(MemoryStart asked) {
    if (hasCheckpoints && asked == MemoryStart.EMPTY) {
      System.err.println(
          "This job has checkpoints already: --memory-start empty was for its beginning. Where none"
              + " is restored, it refuses to start; under a new job id it begins anew.");
      return MemoryStart.REFUSE;
    }
    return asked;
  }

  /**
   * Checks that the savepoint exists, and that it has no offsets if a time to read from is given.
   *
   * @param local whether this machine reads it; a cluster may read folders that this machine cannot
   * @param timed whether a time to read from is given
   * @throws JobException if not
   */
  void check(boolean local, boolean timed) {
    if (path != null && local) {
      Savepoint.requireThere(FlinkUri.of(path));
    }
    if (timed && holdsOffsets(local)) {
      throw new JobException(
          "Starting from the savepoint " + savepoint + " with --start-from",
          "one of a replay, which does not say where to read on",
          "one that does",
          "Leave --start-from out.");
    }
  }

  /** Whether what is restored has offsets, as far as this machine can tell. */
  boolean holdsOffsets(boolean local) {
    try {
      return savepoint != null
          && SavepointFiles.holdsState(FlinkUri.of(savepoint), KafkaJob.SOURCE);
    } catch (JobException unreadable) {
      if (local) {
        throw unreadable;
      }
      return false; // the cluster will read it, and use its offsets
    }
  }
}
