package io.undertone.job.command;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ExecutorKind;
import io.undertone.job.JobEnvironment;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Batching;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.Remembering.Mismatch;
import io.undertone.operator.settings.ReviewLimits;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that demo, run, replay and classify have in common. */
final class SharedOptions {

  private static final String SHOWN = " Default: ${DEFAULT-VALUE}.";

  /** Flink takes no shorter one. */
  private static final Duration CHECKPOINT_INTERVAL_MIN = Duration.ofMillis(10);

  @Spec(Target.MIXEE)
  CommandSpec command;

  @Option(
      names = ConfigFile.OPTION,
      paramLabel = "FILE.yaml",
      description = "Read options from a file, 'option: value' a line; the command line wins.")
  @Nullable Path config;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = ModelName.DEFAULT,
      description = "A bundle's name, a folder or a URI." + SHOWN)
  String model;

  @Option(
      names = "--device",
      paramLabel = "D",
      defaultValue = "auto",
      description = "auto, cpu or cuda." + SHOWN)
  DeviceChoice device;

  @Option(
      names = "--executor",
      paramLabel = "E",
      defaultValue = "auto",
      description = "auto, cell or sequence: how the token stage batches." + SHOWN)
  ExecutorKind executor;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "Reviews that step together; no result depends on it." + SHOWN)
  int batch;

  @Option(
      names = "--delay-max",
      paramLabel = "T",
      defaultValue = "0",
      converter = DurationConverter.class,
      description =
          "How long a review waits for others where none is under way, in each of two batching"
              + " steps: saves work at low rates."
              + SHOWN)
  Duration delayMax;

  @Option(
      names = "--tokens-max",
      paramLabel = "N",
      defaultValue = "0",
      description = "Tokens read of a review; 0: the model's own limit." + SHOWN)
  int tokensMax;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Subtasks of each step. Default: the cluster's, or the cores of this machine.")
  @Nullable Integer parallelism;

  @Option(
      names = "--max-parallelism",
      paramLabel = "N",
      defaultValue = "720",
      description = "Bound of later rescaling; part of the state." + SHOWN)
  int maxParallelism;

  @Option(
      names = "--memory",
      paramLabel = "M",
      defaultValue = "carry",
      description = "carry, or reset: each review starts fresh." + SHOWN)
  Memory memory;

  @Option(
      names = "--memory-idle-max",
      paramLabel = "T",
      defaultValue = "365d",
      converter = DurationConverter.class,
      description =
          "A user silent for longer starts fresh, by that user's own times; 0: never." + SHOWN)
  Duration memoryIdleMax;

  @Option(
      names = "--memory-spare",
      paramLabel = "T",
      defaultValue = "30d",
      converter = DurationConverter.class,
      description =
          "How much longer state stays, by the machine's clock: how long the job may be behind or"
              + " down without a memory lost."
              + SHOWN)
  Duration memorySpare;

  @Option(names = "--lateness-max", hidden = true, description = "Refused since it is gone.")
  @Nullable String latenessMax;

  @Option(
      names = "--state-mismatch",
      paramLabel = "S",
      defaultValue = "reset",
      description = "reset or fail, where another model wrote the memory." + SHOWN)
  Mismatch stateMismatch;

  @Option(
      names = "--state-backend",
      paramLabel = "B",
      defaultValue = "hashmap",
      description = "hashmap or rocksdb." + SHOWN)
  StateBackend stateBackend;

  @Option(
      names = "--checkpoint-dir",
      paramLabel = "URI",
      description = "Folder or URI of checkpoints. Default: the cluster's, or a folder of run's.")
  @Nullable String checkpointDir;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "T",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "Time between checkpoints, and so between commits." + SHOWN)
  Duration checkpointInterval;

  @Option(
      names = "--transactional-id-prefix",
      paramLabel = "P",
      defaultValue = "undertone",
      description = "Of the sinks' transactions; each job on a cluster needs its own." + SHOWN)
  String transactionalIdPrefix;

  @Option(
      names = "--unique-reviews",
      description = "Score a review once: drop and count what a user sends again under its id.")
  boolean uniqueReviews;

  @Option(
      names = "--unique-for",
      paramLabel = "T",
      defaultValue = "7d",
      converter = DurationConverter.class,
      description = "How long ids are known for --unique-reviews, by the machine's clock." + SHOWN)
  Duration uniqueFor;

  @Option(
      names = "--text-bytes-max",
      paramLabel = "N",
      defaultValue = "65536",
      description = "A longer text is rejected." + SHOWN)
  int textBytesMax;

  @Option(
      names = "--id-bytes-max",
      paramLabel = "N",
      defaultValue = "256",
      description = "A longer review or user id is rejected." + SHOWN)
  int idBytesMax;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  SharedOptions() {}

  /** Where state lives while a job runs. */
  enum StateBackend {
    HASHMAP,
    ROCKSDB
  }

  /** The bundle to use. */
  ModelSource modelSource() {
    return ModelSource.at(ModelName.locate(model));
  }

  /**
   * What the steps need to know. Every command asks for it first: a wrong value of any option here
   * is wrong usage, and nothing has been started yet.
   */
  SentimentSettings settings() {
    requireAtLeastOne("--parallelism", parallelism == null ? 1 : parallelism);
    requireAtLeastOne("--max-parallelism", maxParallelism);
    requireCheckpointInterval();
    refuseLatenessMax();
    return checked(
        () ->
            new SentimentSettings(
                device,
                new Batching(batch, executor, delayMax),
                tokensMax,
                new Remembering(memory, memoryIdleMax, memorySpare, stateMismatch),
                new ReviewLimits(textBytesMax, idBytesMax, false),
                RecordFormat.defaults(),
                uniqueReviews ? uniqueFor : null,
                false));
  }

  /** An environment with these parallelisms and this state, without checkpoints. */
  JobEnvironment environment() {
    return new JobEnvironment()
        .parallelism(parallelism, maxParallelism)
        .stateBackend(stateBackend.name().toLowerCase(Locale.ROOT));
  }

  /** Says, of a run in this process, what RocksDB may take beside the heap. */
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

  /** A wrong value of an option. */
  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private void requireAtLeastOne(String option, int value) {
    if (value < 1) {
      throw wrong(option + " is " + value + "; it has to be at least 1.");
    }
  }

  private void refuseLatenessMax() {
    if (latenessMax != null) {
      throw wrong(
          "--lateness-max is gone: a late review always meets its user's memory. State stays for"
              + " --memory-idle-max and then --memory-spare.");
    }
  }

  private void requireCheckpointInterval() {
    Duration max = ExactlyOnce.checkpointIntervalMax();
    if (checkpointInterval.compareTo(CHECKPOINT_INTERVAL_MIN) < 0
        || checkpointInterval.compareTo(max) > 0) {
      throw wrong(
          "--checkpoint-interval is %d ms; it has to be from %d ms to %d s, since a transaction is"
                  .formatted(
                      checkpointInterval.toMillis(),
                      CHECKPOINT_INTERVAL_MIN.toMillis(),
                      max.toSeconds())
              + " open for that long.");
    }
  }

  private <T> T checked(Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException refused) {
      throw wrong(String.valueOf(refused.getMessage()));
    }
  }
}
