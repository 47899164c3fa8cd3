package io.undertone.job.command;

import static io.undertone.job.command.ScoringOptions.SHOWN;
import static org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration.MINIMAL_CHECKPOINT_TIME;
import static org.apache.flink.runtime.state.KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM;

import io.undertone.job.JobEnvironment;
import io.undertone.job.StateBackend;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.operator.settings.Batching;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.Remembering.Mismatch;
import io.undertone.operator.settings.SentimentSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of a job: parallelism, state, checkpoints, and all of scoring. */
final class JobOptions {

  private static final Duration CHECKPOINT_INTERVAL_MIN =
      Duration.ofMillis(MINIMAL_CHECKPOINT_TIME);
  private static final Batching BATCHING = Batching.defaults();
  private static final Remembering REMEMBERING = Remembering.defaults();

  @Mixin ScoringOptions scoring;

  @Option(
      names = "--delay-max",
      paramLabel = "T",
      description =
          "How long an idle step waits for more reviews, in each of two batching steps."
              + " Saves work at low rates."
              + SHOWN)
  Duration delayMax = BATCHING.delayMax();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description =
          "Subtasks of each step. Default: the cluster's, or the number of cores of this"
              + " machine.")
  @Nullable Integer parallelism;

  @Option(
      names = "--max-parallelism",
      paramLabel = "N",
      description =
          "Largest number of subtasks for a later rescale. State is stored for this number."
              + SHOWN)
  int maxParallelism = 720;

  @Option(
      names = "--memory-spare",
      paramLabel = "T",
      description =
          "How long state is kept after --memory-idle-max, by the machine's clock. The job"
              + " may be behind or down for this long and loses no memory."
              + SHOWN)
  Duration memorySpare = REMEMBERING.spare();

  @Option(
      names = "--state-mismatch",
      paramLabel = "S",
      description =
          "What to do with a memory that another model wrote: reset (its user starts fresh)"
              + " or fail (the job stops)."
              + SHOWN)
  Mismatch stateMismatch = REMEMBERING.mismatch();

  @Option(
      names = "--state-backend",
      paramLabel = "B",
      description = "Where state is kept: hashmap (heap) or rocksdb (disk)." + SHOWN)
  StateBackend stateBackend = StateBackend.HASHMAP;

  @Option(
      names = "--checkpoint-dir",
      paramLabel = "URI",
      description =
          "Folder or URI of checkpoints. Default: the cluster's; on this machine,"
              + " undertone-checkpoints in the temporary folder (run) or the heap (demo).")
  @Nullable String checkpointDir;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "T",
      description = "Time between checkpoints. Each one commits the results." + SHOWN)
  Duration checkpointInterval = Duration.ofSeconds(10);

  @Option(
      names = "--transactional-id-prefix",
      paramLabel = "P",
      description =
          "Prefix of the ids of the sinks' transactions. Each job on a Kafka cluster needs"
              + " its own."
              + SHOWN)
  String transactionalIdPrefix = "undertone";

  @Option(
      names = "--unique-reviews",
      description = "Drop and count a review that a user sends again under the same review_id.")
  boolean uniqueReviews;

  @Option(
      names = "--unique-for",
      paramLabel = "T",
      description = "How long --unique-reviews knows an id, by the machine's clock." + SHOWN)
  Duration uniqueFor = SentimentSettings.UNIQUE_FOR;

  /** The settings of the steps; wrong values are wrong usage. */
  SentimentSettings settings() {
    requireAtLeastOne("--parallelism", parallelism == null ? 1 : parallelism);
    requireAtLeastOne("--max-parallelism", maxParallelism);
    requireParallelismWithinItsBound();
    requireCheckpointInterval();
    requireNamed("--checkpoint-dir", checkpointDir);
    requireNamed("--transactional-id-prefix", transactionalIdPrefix);
    SentimentSettings settings = scoring.settings();
    return WrongUsage.checked(
        () ->
            settings
                .with(settings.batching().withDelayMax(delayMax))
                .with(settings.remembering().withSpare(memorySpare).with(stateMismatch))
                .withUniqueFor(uniqueReviews ? uniqueFor : null));
  }

  /** An environment with these parallelisms and this state, without checkpoints. */
  JobEnvironment environment() {
    return new JobEnvironment().parallelism(parallelism, maxParallelism).stateBackend(stateBackend);
  }

  /** Prints, for a local job, how much memory RocksDB may use beside the heap. */
  void sayStateMemory() {
    if (stateBackend == StateBackend.ROCKSDB) {
      System.err.printf(
          "State in RocksDB, with up to %,d MB beside the heap.%n",
          JobEnvironment.localRocksdbMemory().getMebiBytes());
    }
  }

  /** Subtasks of each step in this process. */
  int localParallelism() {
    return parallelism == null ? Runtime.getRuntime().availableProcessors() : parallelism;
  }

  private void requireAtLeastOne(String option, int value) {
    if (value < 1) {
      throw new WrongUsage(option + " is " + value + "; it has to be at least 1.");
    }
  }

  /** An empty value, as of an unset variable, would mean the working directory, for example. */
  private static void requireNamed(String option, @Nullable String value) {
    if (value != null && value.isBlank()) {
      throw new WrongUsage(option + " is empty; give a value, or leave it out.");
    }
  }

  /** On a cluster the parallelism may be unknown here. */
  private void requireParallelismWithinItsBound() {
    if (maxParallelism > UPPER_BOUND_MAX_PARALLELISM) {
      throw new WrongUsage(
          "--max-parallelism is %d; Flink takes at most %d."
              .formatted(maxParallelism, UPPER_BOUND_MAX_PARALLELISM));
    }
    if ((parallelism != null || JobEnvironment.isLocal()) && localParallelism() > maxParallelism) {
      throw new WrongUsage(
          "--parallelism is %d%s, and --max-parallelism %d; it has to be that many at most."
              .formatted(
                  localParallelism(),
                  parallelism == null ? ", the cores of this machine" : "",
                  maxParallelism));
    }
  }

  private void requireCheckpointInterval() {
    Duration max = ExactlyOnce.checkpointIntervalMax();
    if (checkpointInterval.compareTo(CHECKPOINT_INTERVAL_MIN) < 0
        || checkpointInterval.compareTo(max) > 0) {
      throw new WrongUsage(
          "--checkpoint-interval is %d ms; it has to be from %d ms to %d s, since a transaction is"
                  .formatted(
                      checkpointInterval.toMillis(),
                      CHECKPOINT_INTERVAL_MIN.toMillis(),
                      max.toSeconds())
              + " open for that long.");
    }
  }
}
