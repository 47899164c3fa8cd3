package io.undertone.job.kafka;

import static io.undertone.job.kafka.TestJob.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two jobs that were given one prefix for the ids of their transactions. */
class SharedPrefixIT {

  /** No checkpoint comes by itself. */
  private static final Duration NEVER = Duration.ofMinutes(5);

  private static final List<String> REVIEWS = TestReviews.lines(1).subList(0, 20);

  @TempDir Path folder;

  private KafkaConfig kafka;

  @BeforeEach
  void putsReviewsOnATopic() throws Exception {
    kafka = TestKafka.config(1, false);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), REVIEWS));
  }

  @Test
  void aSecondJobInOneProcessIsRefusedAndNamesTheOption() throws Exception {
    KafkaConfig other = TestKafka.config(1, false);
    try (RunningJob first = start(kafka)) {
      TestKafka.uncommitted(kafka, kafka.sentiments(), REVIEWS.size());
      try (RunningJob second = start(other)) {
        assertThat(told(catchThrowable(second::await)))
            .startsWith("Opening the sink of '")
            .contains(
                ": expected a prefix of transactional ids of this job's own, found one that another"
                    + " job of this process has (Found duplicate transactionalIdPrefix")
            .endsWith(". Give each job its own --transactional-id-prefix.");
      }
      assertThat(first.ended()).isNotDone();
    }
  }

  private RunningJob start(KafkaConfig kafka) throws Exception {
    StreamExecutionEnvironment environment =
        new JobEnvironment()
            .parallelism(1, 720)
            .web(0)
            .checkpoints(NEVER, folder.resolve(kafka.group()).toUri().toString())
            .create();
    new KafkaJob(kafka, new ExactlyOnce("shared", NEVER))
        .define(environment, MODEL, SentimentSettings.defaults());
    return RunningJob.start(environment, kafka.group());
  }

  private static String told(Throwable failure) {
    return ExceptionUtils.findThrowable(failure, JobException.class)
        .map(Throwable::getMessage)
        .orElse("nothing");
  }
}
