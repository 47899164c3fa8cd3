package io.undertone.operator.score;

import static io.undertone.operator.Settings.IDLE_MAX;
import static io.undertone.operator.Settings.SPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.EmbeddedReview;
import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.operator.FakeSource;
import io.undertone.operator.FakeSource.Shape;
import io.undertone.operator.Settings;
import io.undertone.operator.score.ScoreJob.Checkpoint;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.Remembering.Mismatch;
import io.undertone.operator.settings.SentimentSettings;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

/**
 * Who was away too long by his own reviews' time starts fresh; a machine's clock frees space only.
 */
class MemoryEndTest {

  private static final SentimentSettings SETTINGS = Settings.slots(100);
  private static final Duration TIME_TO_LIVE = Duration.ofMillis(IDLE_MAX + SPARE);

  @Test
  void aUserWhoWasAwayTooLongStartsFresh() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      job.process(review(0));
      job.process(review(IDLE_MAX));
      job.process(review(IDLE_MAX + IDLE_MAX + 1));
      job.process(review(IDLE_MAX + IDLE_MAX + 2));
      job.finish();
      assertRemembered(job, 0, 1, 0, 1);
    }
  }

  @Test
  void aReviewThatComesLateMeetsTheMemoryAndMakesNobodyYounger() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      job.process(review(5 * IDLE_MAX));
      job.process(review(0));
      job.process(review(6 * IDLE_MAX));
      job.finish();
      assertRemembered(job, 0, 1, 2);
    }
  }

  @Test
  void noWatermarkEndsAMemory() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      job.process(review(0));
      job.barrier();
      job.watermark(Long.MAX_VALUE);
      job.process(review(1));
      job.barrier();
      job.process(review(2));
      job.finish();
      assertRemembered(job, 0, 1, 2);
    }
  }

  @Test
  void stateIsFreedAfterTheIdleTimeAndTheSpare() throws Exception {
    for (StateBackend backend :
        List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend())) {
      try (ScoreJob job = job(SETTINGS, backend)) {
        job.ageState(Duration.ZERO);
        job.process(review(0));
        job.barrier();
        job.ageState(TIME_TO_LIVE.minusMillis(1));
        job.process(review(1));
        job.barrier();
        job.ageState(TIME_TO_LIVE.multipliedBy(2).minusMillis(2));
        job.process(review(2));
        job.barrier();
        job.ageState(TIME_TO_LIVE.multipliedBy(3));
        job.process(review(3));
        job.barrier();
        assertRemembered(job, 0, 1, 2, 0);
      }
    }
  }

  @Test
  void theHeapIsClearedOfUsersWhoNeverComeBack() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      job.ageState(Duration.ZERO);
      for (int user = 0; user < 100; user++) {
        job.process(review("user-" + user, 0));
      }
      job.barrier();
      assertThat(job.entries()).isEqualTo(100);
      job.ageState(TIME_TO_LIVE.plusMillis(1));
      for (int time = 0; time < 2000; time++) {
        job.process(review("ann", time));
        job.barrier();
      }
      assertThat(job.entries()).isEqualTo(1);
    }
  }

  @Test
  void neverMeansNever() throws Exception {
    var forever = new Remembering(Memory.CARRY, Duration.ZERO, Duration.ZERO, Mismatch.RESET);
    try (ScoreJob job = job(SETTINGS.with(forever))) {
      job.ageState(Duration.ZERO);
      job.process(review(0));
      job.barrier();
      job.ageState(Duration.ofDays(100_000));
      job.process(review(Long.MAX_VALUE / 2));
      job.barrier();
      assertRemembered(job, 0, 1);
      assertThat(job.entries()).isEqualTo(1);
    }
  }

  @Test
  void noTimestampOverflows() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      job.process(review(Long.MAX_VALUE));
      job.process(review(Long.MIN_VALUE));
      job.process(review(Long.MAX_VALUE));
      job.finish();
      assertRemembered(job, 0, 1, 2);
    }
  }

  private static ScoreJob job(SentimentSettings settings) throws Exception {
    return job(settings, new HashMapStateBackend());
  }

  private static ScoreJob job(SentimentSettings settings, StateBackend backend) throws Exception {
    return new ScoreJob(
        FakeSource.of(Shape.READER_WITH_MEMORY), settings, 1, backend, Checkpoint.NONE);
  }

  private static UserEvent review(long timestamp) {
    return review("ann", timestamp);
  }

  private static UserEvent review(String user, long timestamp) {
    Origin origin = new Origin("r" + timestamp, user, timestamp, null);
    return new EmbeddedReview(origin, new float[] {1, 2, 3, 4}, 9, false);
  }

  private static void assertRemembered(ScoreJob job, Integer... counts) {
    assertThat(job.sentiments()).extracting(Sentiment::remembered).containsExactly(counts);
  }
}
