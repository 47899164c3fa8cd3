package io.undertone.operator.score;

import static io.undertone.operator.Settings.IDLE_MAX;
import static io.undertone.operator.Settings.SPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.Sentiment;
import io.undertone.operator.FakeSource;
import io.undertone.operator.FakeSource.Shape;
import io.undertone.operator.Settings;
import io.undertone.operator.User;
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

  private final User ann = User.named("ann");

  @Test
  void aUserWhoWasAwayTooLongStartsFresh() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      job.process(ann.writes());
      job.process(ann.writesAfter(IDLE_MAX));
      job.process(ann.writesAfter(IDLE_MAX + 1));
      job.process(ann.writes());
      job.finish();
      assertRemembered(job, 0, 1, 0, 1);
    }
  }

  @Test
  void aReviewThatComesLateMeetsTheMemoryAndMakesNobodyYounger() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      job.process(ann.writesAt(5 * IDLE_MAX));
      job.process(ann.writesAt(0));
      job.process(ann.writesAt(6 * IDLE_MAX));
      job.finish();
      assertRemembered(job, 0, 1, 2);
    }
  }

  @Test
  void noWatermarkEndsAMemory() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      job.process(ann.writes());
      job.barrier();
      job.watermark(Long.MAX_VALUE);
      job.process(ann.writes());
      job.barrier();
      job.process(ann.writes());
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
        job.process(ann.writes());
        job.barrier();
        job.ageState(TIME_TO_LIVE.minusMillis(1));
        job.process(ann.writes());
        job.barrier();
        job.ageState(TIME_TO_LIVE.multipliedBy(2).minusMillis(2));
        job.process(ann.writes());
        job.barrier();
        job.ageState(TIME_TO_LIVE.multipliedBy(3));
        job.process(ann.writes());
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
        job.process(User.named("user " + user).writes());
      }
      job.barrier();
      assertThat(job.entries()).isEqualTo(100);
      job.ageState(TIME_TO_LIVE.plusMillis(1));
      for (int review = 0; review < 2000; review++) {
        job.process(ann.writes());
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
      job.process(ann.writes());
      job.barrier();
      job.ageState(Duration.ofDays(100_000));
      job.process(ann.writesAt(Long.MAX_VALUE / 2));
      job.barrier();
      assertRemembered(job, 0, 1);
      assertThat(job.entries()).isEqualTo(1);
    }
  }

  @Test
  void noTimestampOverflows() throws Exception {
    try (ScoreJob job = job(SETTINGS)) {
      job.process(ann.writesAt(Long.MAX_VALUE));
      job.process(ann.writesAt(Long.MIN_VALUE));
      job.process(ann.writesAt(Long.MAX_VALUE));
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

  private static void assertRemembered(ScoreJob job, Integer... counts) {
    assertThat(job.sentiments()).extracting(Sentiment::remembered).containsExactly(counts);
  }
}
