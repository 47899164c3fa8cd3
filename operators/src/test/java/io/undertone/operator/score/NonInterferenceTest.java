package io.undertone.operator.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.operator.FakeSource;
import io.undertone.operator.FakeSource.Shape;
import io.undertone.operator.RandomStream;
import io.undertone.operator.RandomStream.Step;
import io.undertone.operator.Settings;
import io.undertone.operator.score.ScoreJob.Checkpoint;
import io.undertone.operator.settings.SentimentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

/**
 * Nothing but a user's own records may change an answer to that user: no other user's review or
 * tombstone, whatever its time, and no watermark; also not across restores and rescales.
 */
class NonInterferenceTest {

  private static final int STEPS = 900;

  private final long seed = new Random().nextLong();

  @Test
  void eachUserIsAnsweredAsIfNobodyElseWereThere() throws Exception {
    for (Shape shape : List.of(Shape.READER_WITH_MEMORY, Shape.ENDLESS_READER)) {
      List<Step> steps = RandomStream.of(seed, STEPS, true);
      for (StateBackend backend :
          List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend())) {
        List<Sentiment> among = amongAll(FakeSource.of(shape), backend, steps);
        for (String user : users(steps)) {
          List<Sentiment> alone = alone(FakeSource.of(shape), eventsOf(user, steps));
          assertThat(among)
              .filteredOn(sentiment -> sentiment.origin().userId().equals(user))
              .as("seed %d, %s, %s, user %s", seed, shape, backend.getClass(), user)
              .isEqualTo(alone);
        }
      }
    }
  }

  /** All of a stream, with two restores at other parallelisms, and some with memories too old. */
  private static List<Sentiment> amongAll(FakeSource model, StateBackend backend, List<Step> steps)
      throws Exception {
    List<Sentiment> sentiments = new ArrayList<>();
    Checkpoint checkpoint = Checkpoint.NONE;
    int start = 0;
    for (int parallelism : List.of(1, 3, 2)) {
      SentimentSettings settings = Settings.slots(4 + parallelism);
      try (ScoreJob job = new ScoreJob(model, settings, parallelism, backend, checkpoint)) {
        job.process(steps.subList(start, start + STEPS / 3));
        checkpoint = job.checkpoint();
        sentiments.addAll(job.sentiments());
      }
      start += STEPS / 3;
    }
    return sentiments;
  }

  private static List<Sentiment> alone(FakeSource model, List<UserEvent> events) throws Exception {
    try (ScoreJob job =
        new ScoreJob(model, Settings.slots(1), 1, new HashMapStateBackend(), Checkpoint.NONE)) {
      for (UserEvent event : events) {
        job.process(event);
        job.barrier();
      }
      return job.sentiments();
    }
  }

  private static Set<String> users(List<Step> steps) {
    Set<String> users = new TreeSet<>();
    RandomStream.events(steps).forEach(event -> users.add(event.userId()));
    return users;
  }

  private static List<UserEvent> eventsOf(String user, List<Step> steps) {
    return RandomStream.events(steps).stream()
        .filter(event -> event.userId().equals(user))
        .toList();
  }
}
