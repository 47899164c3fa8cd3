package io.undertone.job.command;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.GroupCheck;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.KafkaJob;
import io.undertone.job.kafka.MemoryStart;
import io.undertone.job.kafka.ReadingStart;
import io.undertone.job.kafka.TopicCheck;
import io.undertone.job.local.Counted;
import io.undertone.job.local.FlinkUri;
import io.undertone.job.local.RunningJob;
import io.undertone.job.local.TemporaryFolder;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.SentimentSettings;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The live job: in this process, or on a cluster when {@code flink run} calls it. */
@Command(
    name = RunCommand.NAME,
    description = "Reads reviews from Kafka and writes the model's answers, exactly once.")
final class RunCommand implements Callable<Integer> {

  static final String NAME = "run";

  private static final String JOB = "undertone";

  @Mixin OutputOptions output;
  @Mixin JobOptions options;
  @Mixin ExplainOption explaining;
  @Mixin RecordOptions records;
  @Mixin KafkaOptions kafka;
  @Mixin WarmStartOptions warm;

  @Option(
      names = "--restore-from",
      paramLabel = "PATH",
      description =
          "Start with the state of a savepoint or a retained checkpoint. Empty: without"
              + " state. A job that high availability finds again goes on from its own newest"
              + " checkpoint instead.")
  @Nullable String restoreFrom;

  @Option(
      names = "--allow-non-restored-state",
      description =
          "Leave out state of steps that no longer exist, such as that of --unique-reviews.")
  boolean allowNonRestoredState;

  @Option(
      names = "--rewarm-reviews",
      paramLabel = "K",
      description =
          "Keep the last K reviews of each user as token ids, about 4 bytes a token. A"
              + " model that is deployed later can read them."
              + ScoringOptions.SHOWN)
  int rewarmReviews;

  @Override
  public Integer call() throws Exception {
    SentimentSettings settings = settings();
    boolean restores = restoreFrom != null && !restoreFrom.isBlank();
    warm.requireConsistent(restores, kafka.memoryStart, records.value);
    ExactlyOnce exactlyOnce =
        new ExactlyOnce(options.transactionalIdPrefix, options.checkpointInterval);
    KafkaConfig config = kafka.config();
    ModelSource model = options.scoring.modelSource();
    boolean local = JobEnvironment.isLocal();
    String checkpoints = CheckpointFolder.ofRun(options.checkpointDir, local);
    settings.requireFit(model.manifest());
    List<DatasetFile> history = history(model, local);
    boolean begins = warm.saysHowToBegin() || kafka.memoryStart == MemoryStart.EMPTY;
    RestorePoint restored =
        RestorePoint.of(restoreFrom, checkpoints, begins, output.messages()::println);
    restored.check(local, warm.startFrom != null);
    TopicCheck.check(config, kafka.waitForKafka, output.messages()::println);
    ReadingStart start = warm.start(memoryStart(model, settings, restored), restored);
    if (local && !restored.holdsOffsets(true)) { // a cluster may find a checkpoint by itself
      GroupCheck.check(config, start);
    }
    KafkaJob job = new KafkaJob(config, exactlyOnce, start, kafka.lostResults);
    JobEnvironment environment = environment(checkpoints, restored.path(), local);
    Launch launch = new Launch(job, config, model, checkpoints, restored.path(), local);
    if (history.isEmpty()) {
      launch(launch, environment, settings);
    } else {
      launchAfter(history, launch, environment, settings);
    }
    return CommandLines.SUCCESS;
  }

  private SentimentSettings settings() {
    SentimentSettings asked = options.settings();
    if (kafka.group.isBlank()) {
      throw new WrongUsage("--group is empty; name the consumer group of this job.");
    }
    Remembering remembering =
        WrongUsage.checked(() -> asked.remembering().withRewarmReviews(rewarmReviews));
    return warm.applied(
        asked
            .with(remembering)
            .withExplained(explaining.explain)
            .with(records.format(kafka.key(records.value))));
  }

  /** All that is known before the job is defined. */
  private record Launch(
      KafkaJob job,
      KafkaConfig kafka,
      ModelSource model,
      @Nullable String checkpoints,
      @Nullable String restored,
      boolean local) {}

  private void launch(Launch launch, JobEnvironment environment, SentimentSettings settings)
      throws Exception {
    StreamExecutionEnvironment flink = environment.create();
    launch.job().define(flink, launch.model(), settings);
    if (launch.local()) {
      runHere(flink, launch, settings);
    } else {
      flink.execute(JOB);
    }
  }

  /**
   * The savepoint of memories stays beside the checkpoints until the job ends, since the job may
   * restart before its first checkpoint.
   */
  private void launchAfter(
      List<DatasetFile> history,
      Launch launch,
      JobEnvironment environment,
      SentimentSettings settings)
      throws Exception {
    try (TemporaryFolder folder = CheckpointFolder.beside(launch.checkpoints(), ".history-")) {
      History.Memories past =
          new History(history, folder.path())
              .read(
                  launch.model(),
                  settings,
                  options
                      .environment()
                      .parallelism(options.localParallelism(), options.maxParallelism));
      launch(
          launch,
          environment.restoreFrom(FlinkUri.of(past.savepoint()), false),
          settings.with(settings.answering().withHistory(past.end())));
    }
  }

  /** The data sets of --history, checked for reading. */
  private List<DatasetFile> history(ModelSource model, boolean local) {
    if (warm.history.isEmpty()) {
      return List.of();
    }
    if (!local) {
      throw new JobException(
          "Reading the data sets of --history",
          "a job within this process",
          "a cluster, whose machines may not have these files",
          "Write a savepoint with replay --savepoint DIR, and give --restore-from DIR --start-from"
              + " TIME.");
    }
    options.scoring.requireRemembering(model.manifest(), "--history");
    return ReplayCommand.readable(warm.history, warm.text.encoding, "--history", output.messages());
  }

  /** Without memories of users, none can be missing. */
  private MemoryStart memoryStart(
      ModelSource model, SentimentSettings settings, RestorePoint restored) {
    return settings.remembering().carries(model.manifest())
        ? restored.memories(kafka.memoryStart)
        : MemoryStart.EMPTY;
  }

  private JobEnvironment environment(
      @Nullable String checkpoints, @Nullable String restored, boolean local) {
    JobEnvironment environment =
        options.environment().checkpoints(options.checkpointInterval, checkpoints);
    if (local) {
      environment.restarts();
    }
    return restored == null
        ? environment
        : environment.restoreFrom(restored, allowNonRestoredState);
  }

  /** Loads the model first, so that an unusable device is reported before anything is read. */
  private void runHere(
      StreamExecutionEnvironment environment, Launch launch, SentimentSettings settings)
      throws Exception {
    KafkaConfig kafka = launch.kafka();
    try (var lease = launch.model().lease(settings.device());
        ResumeHint hint = new ResumeHint(launch.checkpoints());
        RunningJob job = RunningJob.start(environment, JOB)) {
      hint.started(job.client().getJobID().toHexString());
      System.err.printf(
          "Reading '%s' at %s with %s on %s, %s; results to '%s', rejects to '%s'.%n"
              + "Checkpoints every %d s in %s. Ctrl-C ends.%n",
          kafka.reviews(),
          kafka.bootstrapServers(),
          launch.model().manifest().id(),
          lease.model().device().label(),
          Counted.of(options.localParallelism(), "subtask"),
          kafka.sentiments(),
          kafka.rejected(),
          options.checkpointInterval.toSeconds(),
          launch.checkpoints());
      warm.inWords(launch.restored()).ifPresent(System.err::println);
      options.sayStateMemory();
      if (kafka.models() != null) {
        System.err.printf("Deployments from '%s', and answers to it.%n", kafka.models());
      }
      job.await();
      hint.finished();
    }
  }
}
