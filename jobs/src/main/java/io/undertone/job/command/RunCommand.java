package io.undertone.job.command;

import io.undertone.job.JobEnvironment;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaEnds;
import io.undertone.job.kafka.KafkaJob;
import io.undertone.job.kafka.MemoryStart;
import io.undertone.job.kafka.TopicCheck;
import io.undertone.job.local.RunningJob;
import io.undertone.job.memory.Savepoint;
import io.undertone.model.Scope;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.SentimentSettings;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The live job: in this process, or on a cluster when {@code flink run} calls it. */
@Command(
    name = "run",
    description = "Reads reviews from Kafka and writes what the model says of them, exactly once.")
final class RunCommand implements Callable<Integer> {

  private static final String JOB = "undertone";

  @Mixin OutputOptions output;
  @Mixin JobOptions options;
  @Mixin ExplainOption explaining;
  @Mixin RecordOptions records;
  @Mixin KafkaOptions kafka;

  @Option(
      names = "--restore-from",
      paramLabel = "PATH",
      description =
          "Start with the state of a savepoint or a retained checkpoint; empty: of none. A job that"
              + " high availability finds again goes on from its own newest checkpoint instead.")
  @Nullable String restoreFrom;

  @Option(
      names = "--allow-non-restored-state",
      description = "Leave out state of steps that are no longer there, such as --unique-reviews'.")
  boolean allowNonRestoredState;

  @Option(
      names = "--rewarm-reviews",
      paramLabel = "K",
      description =
          "Keep the last K reviews of each user as token ids, for a model that is deployed later to"
              + " read; about 4 bytes a token."
              + ScoringOptions.SHOWN)
  int rewarmReviews;

  @Override
  public Integer call() throws Exception {
    SentimentSettings asked =
        options
            .settings()
            .withExplained(explaining.explain)
            .with(records.format(kafka.key(records.value)));
    SentimentSettings settings =
        options.scoring.checked(() -> asked.withRewarmReviews(rewarmReviews));
    ExactlyOnce exactlyOnce =
        new ExactlyOnce(options.transactionalIdPrefix, options.checkpointInterval);
    KafkaEnds ends = kafka.ends();
    ModelSource model = options.scoring.modelSource();
    boolean local = JobEnvironment.isLocal();
    String checkpoints = CheckpointFolder.ofRun(options.checkpointDir, local);
    settings.requireFit(model.manifest());
    StreamExecutionEnvironment environment = environment(checkpoints, local).create();
    TopicCheck.check(
        ends, kafka.waitForKafka, options.scoring.command.commandLine().getErr()::println);
    new KafkaJob(ends, exactlyOnce, memoryStart(model), kafka.lostResults)
        .define(environment, model, settings);
    if (local) {
      runHere(environment, model, settings, ends, checkpoints);
    } else {
      environment.execute(JOB);
    }
    return CommandLines.SUCCESS;
  }

  /** Where nobody is remembered, nothing can be missing. */
  private MemoryStart memoryStart(ModelSource model) {
    boolean remembers =
        options.scoring.memory == Memory.CARRY
            && model.manifest().states().stream().anyMatch(state -> state.scope() == Scope.USER);
    return remembers ? kafka.memoryStart : MemoryStart.EMPTY;
  }

  private JobEnvironment environment(@Nullable String checkpoints, boolean local) {
    JobEnvironment environment =
        options.environment().checkpoints(options.checkpointInterval, checkpoints);
    if (local) {
      environment.restarts();
    }
    if (restoreFrom == null || restoreFrom.isBlank() || hasLived(restoreFrom, checkpoints)) {
      return environment;
    }
    if (local) { // a cluster may read folders that this machine does not
      Savepoint.requireThere(CheckpointFolder.uri(restoreFrom));
    }
    return environment.restoreFrom(restoreFrom, allowNonRestoredState);
  }

  /**
   * A restore point begins a life and never comes back into it. High availability goes on from the
   * newest checkpoint anyway; where it has forgotten the job, its folder has not.
   */
  private static boolean hasLived(String restoreFrom, @Nullable String checkpoints) {
    ReadableConfig cluster =
        StreamExecutionEnvironment.getExecutionEnvironment().getConfiguration();
    String job = cluster.getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID).orElse(null);
    String folder =
        checkpoints == null ? cluster.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY) : checkpoints;
    if (job == null || folder == null || !CheckpointFolder.holdsCheckpoints(folder, job)) {
      return false;
    }
    System.err.printf(
        "Job %s has checkpoints in %s already: it does not go back to %s.%n",
        job, folder, restoreFrom);
    return true;
  }

  /** Loads the model first: a device that cannot be used is said before anything is read. */
  private void runHere(
      StreamExecutionEnvironment environment,
      ModelSource model,
      SentimentSettings settings,
      KafkaEnds ends,
      @Nullable String checkpoints)
      throws Exception {
    try (var lease = model.lease(settings.device());
        RunningJob job = RunningJob.start(environment, JOB)) {
      System.err.printf(
          "Reading '%s' at %s with %s on %s, %d subtasks; results to '%s', rejects to '%s'.%n"
              + "Checkpoints every %d s in %s. Ctrl-C ends.%n",
          ends.reviews(),
          ends.bootstrapServers(),
          model.manifest().id(),
          lease.model().device(),
          options.localParallelism(),
          ends.sentiments(),
          ends.rejected(),
          options.checkpointInterval.toSeconds(),
          checkpoints);
      options.sayStateMemory();
      if (ends.models() != null) {
        System.err.printf("Deployments from '%s', and answers to it.%n", ends.models());
      }
      job.await();
    }
  }
}
