package io.undertone.operator.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.operator.ByReview;
import io.undertone.operator.FakeSource;
import io.undertone.operator.FakeSource.Shape;
import io.undertone.operator.GoldenState;
import io.undertone.operator.RandomStream;
import io.undertone.operator.RandomStream.Step;
import io.undertone.operator.Settings;
import io.undertone.operator.User;
import io.undertone.operator.score.ScoreJob.Checkpoint;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.Remembering.Mismatch;
import io.undertone.operator.settings.SentimentSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept outlives the job that kept it, and means the same to the next, or nothing. */
class RestoreTest {

  private static final int STEPS = 600;

  private final long seed = new Random().nextLong();
  private final User ann = User.named("ann");
  private final User bob = User.named("bob");
  private final User cleo = User.named("cleo");

  /** Where state may lie. */
  private enum Backend {
    HEAP,
    ROCKSDB;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    StateBackend open() {
      return this == HEAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
    }
  }

  @ParameterizedTest
  @EnumSource
  void restoreAndRescaleChangeNothing(Backend backend) throws Exception {
    FakeSource model = FakeSource.of(Shape.ENDLESS_READER);
    List<Step> steps = RandomStream.of(seed, STEPS, true);
    List<Sentiment> undisturbed = new ArrayList<>();
    run(model, Settings.slots(8), 1, backend, Checkpoint.NONE, steps, undisturbed);

    List<Sentiment> moved = new ArrayList<>();
    Checkpoint checkpoint = Checkpoint.NONE;
    int start = 0;
    for (int parallelism : List.of(1, 3, 2)) {
      List<Step> part = steps.subList(start, start + STEPS / 3);
      SentimentSettings settings = Settings.slots(3 + parallelism);
      checkpoint = run(model, settings, parallelism, backend, checkpoint, part, moved);
      start += STEPS / 3;
    }

    assertThat(ByReview.sorted(moved)).as("seed " + seed).isEqualTo(ByReview.sorted(undisturbed));
  }

  /** The first version had timers, which are dropped. */
  @ParameterizedTest
  @EnumSource
  void aCheckpointOfEachVersionRestores(Backend backend) throws Exception {
    for (int version = 1; version <= newest(); version++) {
      Checkpoint kept = new Checkpoint(GoldenState.read(golden(version, backend)), 1);
      for (SentimentSettings settings : List.of(Settings.slots(3), forever())) {
        goesOn(backend, settings, kept);
      }
    }
  }

  private void goesOn(Backend backend, SentimentSettings settings, Checkpoint kept)
      throws Exception {
    FakeSource model = FakeSource.of(Shape.READER_WITH_MEMORY);
    Checkpoint next;
    try (ScoreJob job = new ScoreJob(model, settings, 2, backend.open(), kept)) {
      assertThat(job.entries()).isEqualTo(3);
      assertThat(job.timers()).isZero();
      job.process(ann.writesAt(4));
      job.process(bob.writesAt(4));
      next = job.checkpoint();
      assertThat(job.sentiments()).extracting(Sentiment::remembered).containsExactly(3, 3);
    }
    try (ScoreJob job = new ScoreJob(model, settings, 1, backend.open(), next)) {
      assertThat(job.timers()).isZero();
      job.process(ann.writes());
      job.process(cleo.writesAt(4));
      job.barrier();
      assertThat(job.sentiments()).extracting(Sentiment::remembered).containsExactly(4, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = GoldenState.ASKED, matches = "true")
  void writesTheGoldenStateOfTheNewestVersion(Backend backend) throws Exception {
    List<Step> reviews = new ArrayList<>();
    for (int time = 1; time <= 3; time++) {
      reviews.addAll(steps(ann.writesWithIds(), bob.writesWithIds(), cleo.writes()));
    }
    FakeSource model = FakeSource.of(Shape.READER_WITH_MEMORY);
    GoldenState.write(
        golden(newest(), backend),
        run(
                model,
                Settings.slots(3)
                    .with(Settings.remembering(Memory.CARRY, Mismatch.RESET).withRewarmReviews(2)),
                1,
                backend,
                Checkpoint.NONE,
                reviews,
                new ArrayList<>())
            .state());
  }

  @ParameterizedTest
  @EnumSource
  void theTimeToLiveMayBeginAndEndBetweenTwoRuns(Backend backend) throws Exception {
    FakeSource model = FakeSource.of(Shape.READER_WITH_MEMORY);
    List<Sentiment> sentiments = new ArrayList<>();
    Checkpoint checkpoint = Checkpoint.NONE;
    for (SentimentSettings settings :
        List.of(Settings.slots(3), forever(), Settings.slots(3), forever())) {
      List<Step> steps = steps(ann.writes(), ann.writes());
      checkpoint = run(model, settings, 1, backend, checkpoint, steps, sentiments);
    }
    assertThat(sentiments)
        .extracting(Sentiment::remembered)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void stateOfAnotherModelIsResetWhenAsked() throws Exception {
    Checkpoint checkpoint = annsCheckpoint();
    FakeSource other = FakeSource.of(Shape.READER_WITH_MEMORY, 'b');
    try (ScoreJob job = restored(other, Settings.slots(3), checkpoint)) {
      job.process(ann.writes());
      job.process(ann.writes());
      job.barrier();
      assertThat(job.sentiments()).extracting(Sentiment::remembered).containsExactly(0, 1);
      assertThat(job.entries()).isEqualTo(1);
    }
  }

  @Test
  void stateOfAnotherModelFailsTheJobWhenAsked() throws Exception {
    Checkpoint checkpoint = annsCheckpoint();
    FakeSource other = FakeSource.of(Shape.READER_WITH_MEMORY, 'b');
    SentimentSettings fail =
        Settings.slots(3).with(Settings.remembering(Memory.CARRY, Mismatch.FAIL));
    assertThatThrownBy(() -> restored(other, fail, checkpoint))
        .isInstanceOf(StateMismatchException.class)
        .hasMessage(
            "Restoring users' memories for fake-reader-memory@2: expected state fingerprint %s, found %s. Run the model that wrote them, or set the state mismatch to reset."
                .formatted("b".repeat(64), "a".repeat(64)))
        .satisfies(
            refused ->
                assertThat(ThrowableClassifier.getThrowableType(refused))
                    .isEqualTo(ThrowableType.NonRecoverableError));
    try (ScoreJob job = restored(FakeSource.of(Shape.READER_WITH_MEMORY, 'a'), fail, checkpoint)) {
      job.process(ann.writes());
      job.barrier();
      assertThat(job.sentiments()).extracting(Sentiment::remembered).containsExactly(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasKeptGoesWhenMemoryIsReset(Backend backend) throws Exception {
    FakeSource model = FakeSource.of(Shape.READER_WITH_MEMORY);
    List<Step> reviews = steps(ann.writes(), bob.writes());
    Checkpoint kept =
        run(model, Settings.slots(3), 1, backend, Checkpoint.NONE, reviews, new ArrayList<>());
    SentimentSettings reset =
        Settings.slots(3).with(Settings.remembering(Memory.RESET, Mismatch.RESET));
    try (ScoreJob job = new ScoreJob(model, reset, 2, backend.open(), kept)) {
      assertThat(job.entries()).as("also of who never comes back").isZero();
      job.process(ann.writes());
      job.barrier();
      assertThat(job.sentiments()).extracting(Sentiment::remembered).containsExactly(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aModelWithoutMemoryKeepsThatOfTheModelBeforeItButNotOfForgottenUsers(Backend backend)
      throws Exception {
    FakeSource model = FakeSource.of(Shape.READER_WITH_MEMORY, 'a');
    FakeSource without = FakeSource.of(Shape.READER, 'b');
    List<Sentiment> sentiments = new ArrayList<>();
    Checkpoint checkpoint = Checkpoint.NONE;
    List<Step> reviews = steps(ann.writes(), bob.writes());
    checkpoint = run(model, Settings.slots(3), 1, backend, checkpoint, reviews, sentiments);
    List<Step> more = steps(ann.writes(), bob.writes(), bob.isForgotten(), cleo.isForgotten());
    checkpoint = run(without, Settings.slots(3), 2, backend, checkpoint, more, sentiments);
    sentiments.clear();
    run(model, Settings.slots(3), 1, backend, checkpoint, reviews, sentiments);
    assertThat(sentiments).extracting(Sentiment::remembered).containsExactly(1, 0);
  }

  @Test
  void stateOfAnotherWidthIsNeverMisread() throws Exception {
    Checkpoint checkpoint = annsCheckpoint();
    FakeSource wider = FakeSource.of(Shape.ENDLESS_READER, 'a'); // three floats, not two
    try (ScoreJob job = restored(wider, Settings.slots(3), checkpoint)) {
      job.process(RandomStream.of(seed, 50, true));
      job.process(ann.writesTokens(2));
      job.barrier();
      assertThat(job.sentiments())
          .filteredOn(sentiment -> sentiment.origin().userId().equals("ann"))
          .extracting(Sentiment::remembered)
          .containsExactly(0);
    }
  }

  private Checkpoint annsCheckpoint() throws Exception {
    FakeSource model = FakeSource.of(Shape.READER_WITH_MEMORY, 'a');
    List<Step> steps = steps(ann.writes());
    List<Sentiment> ignored = new ArrayList<>();
    return run(model, Settings.slots(3), 1, Backend.HEAP, Checkpoint.NONE, steps, ignored);
  }

  private static ScoreJob restored(
      FakeSource model, SentimentSettings settings, Checkpoint checkpoint) throws Exception {
    return new ScoreJob(model, settings, 1, Backend.HEAP.open(), checkpoint);
  }

  /** Runs a part of a stream, and stops with a checkpoint. */
  private static Checkpoint run(
      FakeSource model,
      SentimentSettings settings,
      int parallelism,
      Backend backend,
      Checkpoint from,
      List<Step> steps,
      List<Sentiment> sentiments)
      throws Exception {
    try (ScoreJob job = new ScoreJob(model, settings, parallelism, backend.open(), from)) {
      job.process(steps);
      Checkpoint checkpoint = job.checkpoint();
      sentiments.addAll(job.sentiments());
      return checkpoint;
    }
  }

  private static SentimentSettings forever() {
    return Settings.slots(3)
        .with(new Remembering(Memory.CARRY, Duration.ZERO, Duration.ZERO, Mismatch.RESET));
  }

  /** What a version wrote: three users with three reviews each, at times 1 to 3. */
  private static String golden(int version, Backend backend) {
    return "version-%d-%s".formatted(version, backend.word());
  }

  private static int newest() {
    return new KeptSerializer().snapshotConfiguration().getCurrentVersion();
  }

  private static List<Step> steps(UserEvent... events) {
    return Stream.of(events).<Step>map(Step.Event::new).toList();
  }
}
