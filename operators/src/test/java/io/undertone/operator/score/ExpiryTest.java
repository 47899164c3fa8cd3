package io.undertone.operator.score;

import static io.undertone.operator.Settings.IDLE_MAX;
import static io.undertone.operator.Settings.LATENESS_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.EmbeddedReview;
import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.operator.FakeSource;
import io.undertone.operator.FakeSource.Shape;
import io.undertone.operator.Remembering;
import io.undertone.operator.SentimentSettings;
import io.undertone.operator.Settings;
import io.undertone.operator.score.ScoreJob.Checkpoint;
import java.time.Duration;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.junit.jupiter.api.Test;

/** An idle user is forgotten in event time, live and in replay alike. */
class ExpiryTest {

  private static final SentimentSettings SETTINGS = Settings.slots(100);

  @Test
  void anIdleUserIsForgottenInAReplayWithoutWatermarks() throws Exception {
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
  void anIdleUserIsForgottenLiveByTheWatermark() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      job.process(review(0));
      job.barrier();
      job.watermark(IDLE_MAX + LATENESS_MAX - 1);
      assertThat(job.entries()).isEqualTo(1);
      assertThat(job.timers()).isEqualTo(1);
      job.watermark(IDLE_MAX + LATENESS_MAX);
      assertThat(job.entries()).isZero();
      assertThat(job.timers()).isZero();
    }
  }

  @Test
  void aBusyUserHasOneTimerThatFollows() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      for (int time = 0; time < 5 * IDLE_MAX; time += 10) {
        job.process(review(time));
        job.watermark(time - 5);
      }
      job.barrier();
      assertThat(job.entries()).isEqualTo(1);
      assertThat(job.timers()).isEqualTo(1);
      int seenLast = 5 * IDLE_MAX - 10;
      job.watermark(seenLast + IDLE_MAX + LATENESS_MAX - 1);
      assertThat(job.entries()).isEqualTo(1);
      job.watermark(seenLast + IDLE_MAX + LATENESS_MAX);
      assertThat(job.entries() + job.timers()).isZero();
    }
  }

  @Test
  void aReviewBehindAQueuedWatermarkFindsEndedWhatItEnds() throws Exception {
    try (ScoreJob queued = job(SETTINGS);
        ScoreJob passed = job(SETTINGS)) {
      for (ScoreJob job : new ScoreJob[] {queued, passed}) {
        job.process(review(0));
        flush(job, passed);
        job.watermark(IDLE_MAX + LATENESS_MAX);
        flush(job, passed);
        job.process(review(-2)); // later than the lateness that is waited for
        flush(job, passed);
        job.process(review(-1));
        job.barrier();
      }
      assertRemembered(passed, 0, 0, 0);
      assertThat(queued.output()).isEqualTo(passed.output());
      assertThat(queued.entries() + queued.timers()).isEqualTo(passed.entries() + passed.timers());
      assertThat(queued.entries() + queued.timers()).isZero();
    }
  }

  @Test
  void aLateReviewDoesNotMakeItsUserYounger() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      job.process(review(IDLE_MAX));
      job.process(review(10));
      job.process(review(2 * IDLE_MAX));
      job.finish();
      assertRemembered(job, 0, 1, 2);
    }
  }

  @Test
  void neverMeansNever() throws Exception {
    Remembering forever =
        new Remembering(
            Remembering.Memory.CARRY,
            Duration.ZERO,
            Duration.ofMillis(LATENESS_MAX),
            Remembering.Mismatch.RESET);
    try (ScoreJob job = job(SETTINGS.with(forever))) {
      job.process(review(0));
      job.watermark(Long.MAX_VALUE - 1);
      job.process(review(Long.MAX_VALUE / 2));
      job.barrier();
      assertRemembered(job, 0, 1);
      assertThat(job.entries()).isEqualTo(1);
      assertThat(job.timers()).isZero();
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

  private static void flush(ScoreJob job, ScoreJob flushed) throws Exception {
    if (job == flushed) {
      job.barrier();
    }
  }

  private static ScoreJob job(SentimentSettings settings) throws Exception {
    return new ScoreJob(
        FakeSource.of(Shape.READER_WITH_MEMORY),
        settings,
        1,
        new HashMapStateBackend(),
        Checkpoint.NONE);
  }

  private static UserEvent review(long timestamp) {
    Origin origin = new Origin("r" + timestamp, "ann", timestamp, null);
    return new EmbeddedReview(origin, new float[] {1, 2, 3, 4}, 9, false);
  }

  private static void assertRemembered(ScoreJob job, Integer... counts) {
    assertThat(job.sentiments()).extracting(Sentiment::remembered).containsExactly(counts);
  }
}
