package io.undertone.job.kafka;

import io.undertone.job.JobEnvironment;
import io.undertone.job.StateBackend;
import io.undertone.job.chaos.Waiting;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The live job on the default bundle, as tests run it: with frequent checkpoints, on the heap. */
public final class TestJob {

  public static final Duration INTERVAL = Duration.ofMillis(300);
  public static final ModelSource MODEL = ModelSource.at(TestReviews.BUNDLE.toString());
  public static final SentimentSettings SETTINGS = SentimentSettings.defaults();

  private TestJob() {}

  public static JobEnvironment environment(int parallelism) {
    return new JobEnvironment()
        .parallelism(parallelism, 720)
        .stateBackend(StateBackend.HASHMAP)
        .checkpoints(
            INTERVAL, TestKafka.broker().folder().resolve("checkpoints").toUri().toString());
  }

  /** Runs over all that a bounded topic holds. */
  public static void run(KafkaConfig kafka, int parallelism) throws Exception {
    defined(kafka, MODEL, environment(parallelism)).execute();
  }

  /**
   * Runs the job until there are so many results; gives the savepoint that it stopped with.
   *
   * @param folder for the savepoint
   */
  public static String runUntil(
      KafkaConfig kafka, int results, JobEnvironment settings, Path folder) throws Exception {
    return runUntil(kafka, results, MODEL, settings, folder);
  }

  /** The same with another model. */
  public static String runUntil(
      KafkaConfig kafka, int results, ModelSource model, JobEnvironment settings, Path folder)
      throws Exception {
    try (RunningJob job =
        RunningJob.start(defined(kafka, model, settings), "until there are enough")) {
      TestKafka.uncommitted(kafka, kafka.sentiments(), results);
      return stop(job.client(), folder);
    }
  }

  /** Stops a job as soon as all of it runs; gives the savepoint. */
  public static String stop(JobClient job, Path folder) throws Exception {
    return stop(job, folder, SavepointFormatType.CANONICAL);
  }

  /** The same in a format of one's choice. */
  public static String stop(JobClient job, Path folder, SavepointFormatType format)
      throws Exception {
    return Waiting.forResult(
        "the job stops with a savepoint",
        () -> job.stopWithSavepoint(false, folder.toUri().toString(), format).get());
  }

  private static StreamExecutionEnvironment defined(
      KafkaConfig kafka, ModelSource model, JobEnvironment settings) {
    StreamExecutionEnvironment environment = settings.create();
    new KafkaJob(kafka, new ExactlyOnce(kafka.group(), INTERVAL))
        .define(environment, model, SETTINGS);
    return environment;
  }
}
