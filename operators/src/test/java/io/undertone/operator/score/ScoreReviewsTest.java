package io.undertone.operator.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.ExecutorKind;
import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.event.Sentiment;
import io.undertone.event.TokenizedReview;
import io.undertone.operator.ByUser;
import io.undertone.operator.FakeSource;
import io.undertone.operator.FakeSource.Shape;
import io.undertone.operator.RandomStream;
import io.undertone.operator.RandomStream.Step;
import io.undertone.operator.Settings;
import io.undertone.operator.User;
import io.undertone.operator.score.ScoreJob.Checkpoint;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.Remembering.Mismatch;
import io.undertone.operator.settings.SentimentSettings;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is promised of scoring, within one job. */
class ScoreReviewsTest {

  private static final FakeSource MODEL = FakeSource.of(Shape.READER_WITH_MEMORY);
  private static final int STEPS = 600;

  private final long seed = new Random().nextLong();
  private final User ann = User.named("ann");
  private final User bob = User.named("bob");
  private final User cleo = User.named("cleo");

  @Test
  void keepsTheOrderOfOneUser() throws Exception {
    List<Step> steps = RandomStream.of(seed, STEPS, true);
    for (Shape shape : Shape.values()) {
      try (ScoreJob job = job(FakeSource.of(shape), Settings.slots(5))) {
        job.process(steps);
        job.finish();
        assertThat(ByUser.sorted(job.sentiments()))
            .as("seed " + seed)
            .extracting(sentiment -> ((Sentiment) sentiment).origin())
            .containsExactlyElementsOf(
                ByUser.sorted(RandomStream.events(steps)).stream()
                    .filter(TokenizedReview.class::isInstance)
                    .map(event -> ((TokenizedReview) event).origin())
                    .toList());
      }
    }
  }

  @Test
  void noReviewWaitsWhileItsOperatorIsIdle() throws Exception {
    try (ScoreJob job = job(MODEL, Settings.slots(100))) {
      job.process(ann.writes());
      job.process(bob.writes());
      assertThat(job.sentiments()).isEmpty();
      job.wait(0);
      assertThat(users(job)).containsExactly("ann", "bob");
    }
  }

  @Test
  void atABarrierTheBuffersAreEmpty() throws Exception {
    try (ScoreJob job = job(MODEL, Settings.slots(100))) {
      job.process(ann.writes());
      job.process(ann.writes());
      job.watermark(0);
      assertThat(job.output()).isEmpty();
      job.barrier();
      assertThat(job.output()).hasSize(3).last().isEqualTo(new Watermark(0));
      assertThat(job.entries()).isEqualTo(1);
    }
  }

  @Test
  void watermarksQueueBehindTheReviewsBeforeThemAndForceNothing() throws Exception {
    try (ScoreJob job = job(MODEL, Settings.slots(100))) {
      job.watermark(-1);
      job.process(ann.writes());
      job.watermark(0);
      job.process(ann.writes());
      assertThat(job.output()).containsExactly(new Watermark(-1));
      job.finish();
      assertThat(job.output()).hasSize(4).element(2).isEqualTo(new Watermark(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyBatchSizeGivesTheSameBits(Shape shape) throws Exception {
    List<Step> steps = RandomStream.of(seed, STEPS, true);
    List<Object> oneByOne = ByUser.sorted(run(shape, 1, ExecutorKind.CELL, steps, 1));
    for (int slots : List.of(1, 37, 512)) {
      for (ExecutorKind executor : List.of(ExecutorKind.CELL, ExecutorKind.SEQUENCE)) {
        assertThat(ByUser.sorted(run(shape, slots, executor, steps, STEPS)))
            .as("seed %d, %d slots, %s: padding never changes a score", seed, slots, executor)
            .isEqualTo(oneByOne);
      }
    }
  }

  @Test
  void eachReviewMeetsTheReviewsBeforeIt() throws Exception {
    try (ScoreJob job = job(MODEL, Settings.slots(100))) {
      for (int round = 0; round < 3; round++) {
        job.process(ann.writes());
        job.process(bob.writes());
      }
      job.finish();
      assertThat(job.sentiments())
          .extracting(Sentiment::remembered)
          .containsExactly(0, 0, 1, 1, 2, 2);
      assertThat(job.sentiments().get(4).answer()).isNotEqualTo(job.sentiments().get(0).answer());
      assertThat(job.sentiments().get(0))
          .extracting(Sentiment::model, Sentiment::tokens)
          .containsExactly("fake-reader-memory@2", User.TOKENS);
    }
  }

  @Test
  void aForgottenUserIsGone() throws Exception {
    try (ScoreJob job = job(MODEL, Settings.slots(100))) {
      job.process(ann.writes());
      job.process(bob.writes());
      job.process(ann.isForgotten());
      job.barrier();
      assertThat(job.entries()).isEqualTo(1);
      job.process(ann.writes());
      job.process(ann.isForgotten());
      job.process(ann.writes());
      job.process(ann.writes());
      job.barrier();
      assertThat(job.sentiments())
          .extracting(Sentiment::remembered)
          .as("also between two reviews of one batch")
          .containsExactly(0, 0, 0, 0, 1);
      job.process(ann.isForgotten());
      job.process(bob.isForgotten());
      job.process(cleo.isForgotten());
      job.barrier();
      assertThat(job.entries()).isZero();
    }
  }

  @Test
  void withMemoryResetEveryReviewStartsFreshAndNothingIsKept() throws Exception {
    SentimentSettings reset =
        Settings.slots(3).with(Settings.remembering(Memory.RESET, Mismatch.RESET));
    try (ScoreJob job = job(MODEL, reset)) {
      job.process(ann.writes());
      job.process(ann.writes());
      job.barrier();
      assertThat(job.sentiments()).extracting(Sentiment::remembered).containsExactly(0, 0);
      assertThat(job.sentiments().get(1).answer()).isEqualTo(job.sentiments().get(0).answer());
      assertThat(job.entries()).isZero();
    }
  }

  @Test
  void aModelWithoutMemoryKeepsNothing() throws Exception {
    try (ScoreJob job = job(FakeSource.of(Shape.READER), Settings.slots(3))) {
      job.process(ann.writes());
      job.process(ann.writes());
      job.barrier();
      assertThat(job.sentiments()).extracting(Sentiment::remembered).containsExactly(0, 0);
      assertThat(job.entries()).isZero();
    }
  }

  @Test
  void givesBackTheModelAndAllItOpened() throws Exception {
    int before = FakeSource.LEASES.get();
    ScoreJob job = job(MODEL, Settings.slots(3));
    assertThat(FakeSource.LEASES).hasValue(before + 1);
    job.close();
    assertThat(FakeSource.LEASES).hasValue(before);
  }

  @Test
  void refusesAModelThatDoesNotRunAsAskedBeforeAnyReviewComes() {
    int before = FakeSource.LEASES.get();
    for (Shape shape : Shape.values()) {
      assertThatThrownBy(
              () -> job(FakeSource.of(shape), Settings.slots(3, ExecutorKind.INTEGER)).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected an executor of floats, found INTEGER");
    }
    assertThat(FakeSource.LEASES).hasValue(before);
  }

  @Test
  void refusesTextThatNobodyTokenized() throws Exception {
    try (ScoreJob job = job(MODEL, Settings.slots(3))) {
      var text = new Review(new Origin("r", "ann", 1, null), "secret");
      assertThatThrownBy(() -> job.process(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected an embedded or a tokenized review, found Review[")
          .hasMessageNotContaining("secret");
    }
  }

  private static List<Object> run(
      Shape shape, int slots, ExecutorKind executor, List<Step> steps, int stepsPerBarrier)
      throws Exception {
    try (ScoreJob job = job(FakeSource.of(shape), Settings.slots(slots, executor))) {
      for (int step = 0; step < steps.size(); step++) {
        job.process(steps.get(step));
        if (step % stepsPerBarrier == 0) {
          job.barrier();
        }
        job.wait(step % 7 == 0 ? 1 : 0);
      }
      job.finish();
      return job.output();
    }
  }

  private static ScoreJob job(FakeSource model, SentimentSettings settings) throws Exception {
    StateBackend heap = new HashMapStateBackend();
    return new ScoreJob(model, settings, 1, heap, Checkpoint.NONE);
  }

  private static List<String> users(ScoreJob job) {
    return job.sentiments().stream().map(sentiment -> sentiment.origin().userId()).toList();
  }
}
