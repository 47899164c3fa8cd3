package io.undertone.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.fake.FakeModel;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's promise: no answer depends on slots, executor, arrival or who else is in flight. */
class ReviewEngineTest {

  private static final long SEED = 20_261_122L;

  static Stream<Arguments> everyShapeAndBatch() {
    return Stream.of("memory", "endless", "plain")
        .flatMap(
            shape ->
                Stream.of(ExecutorKind.CELL, ExecutorKind.SEQUENCE)
                    .flatMap(
                        kind ->
                            Stream.of(1, 7, 64, 512)
                                .map(slots -> Arguments.of(shape, kind, slots))));
  }

  @ParameterizedTest(name = "{0}, {1}, {2} slots, seed 20261122")
  @MethodSource("everyShapeAndBatch")
  void givesTheAnswersOfOneReviewAtATime(String shape, ExecutorKind kind, int slots) {
    Workload workload = Workload.random(SEED, 600, 40, 257);
    FakeModel model = model(shape);
    try (ReviewEngine single = new ReviewEngine(model, new EngineSettings(1, ExecutorKind.CELL));
        ReviewEngine batched = new ReviewEngine(model, new EngineSettings(slots, kind))) {
      List<ReviewTask> expected = workload.oneByOne(single);
      List<ReviewTask> found = workload.through(batched, 3 * slots + 5);
      assertSame(expected, found);
    }
    assertThat(model.openCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"memory, 10", "endless, 80"})
  void readsAUsersReviewsTogetherWhereEachStartsAfresh(String shape, int runs) {
    FakeModel model = model(shape);
    List<Workload.Arrival> ofOneUser =
        Collections.nCopies(8, new Workload.Arrival(0, new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    Workload workload = new Workload(ofOneUser);
    try (ReviewEngine single = new ReviewEngine(model, new EngineSettings(1, ExecutorKind.CELL));
        ReviewEngine batched = new ReviewEngine(model, new EngineSettings(8, ExecutorKind.CELL))) {
      ReviewTask last = null;
      List<ReviewTask> found = new ArrayList<>();
      for (Workload.Arrival arrival : workload.arrivals()) {
        last = ReviewTask.ofTokens(arrival.tokens(), null, last);
        batched.add(last);
        found.add(last);
      }
      batched.drain();
      assertSame(workload.oneByOne(single), found);
      assertThat(batched.tokenStatistics().runs()).isEqualTo(runs);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "endless", "plain"})
  void finishesNoReviewBeforeTheSameUsersBeforeIt(String shape) {
    try (ReviewEngine engine =
        new ReviewEngine(model(shape), new EngineSettings(4, ExecutorKind.CELL))) {
      ReviewTask lengthy = ReviewTask.ofTokens(new int[30], null, null);
      ReviewTask brief = ReviewTask.ofTokens(new int[1], null, lengthy);
      engine.add(lengthy);
      engine.add(brief);
      while (!brief.finished()) {
        engine.step();
      }
      assertThat(lengthy.finished()).isTrue();
      assertThat(engine.inFlight()).isZero();
    }
  }

  @Test
  void takesReadoutsAsItTakesTokens() {
    FakeModel model = FakeModel.readerWithMemory();
    EngineSettings settings = new EngineSettings(4, ExecutorKind.CELL);
    float[] readout = {5, 6, 7, 8};
    try (ReviewEngine engine = new ReviewEngine(model, settings)) {
      ReviewTask first = ReviewTask.ofReadout(readout, null, null);
      ReviewTask second = ReviewTask.ofReadout(readout, null, first);
      engine.add(first);
      engine.add(second);
      engine.drain();
      ReviewTask alone = ReviewTask.ofReadout(readout, first.memory(), null);
      engine.add(alone);
      engine.drain();
      assertThat(second.memory()).isEqualTo(alone.memory()).isNotEqualTo(first.memory());
      assertThat(second.logits()).isEqualTo(alone.logits());
      assertThat(engine.tokenStatistics()).isEqualTo(StageStatistics.NONE);
    }
  }

  @Test
  void remembersReadoutsBehindAReviewThatIsStillBeingRead() {
    FakeModel model = FakeModel.readerWithMemory();
    float[] readout = {5, 6, 7, 8};
    try (ReviewEngine engine = new ReviewEngine(model, new EngineSettings(1, ExecutorKind.CELL))) {
      ReviewTask read = ReviewTask.ofTokens(new int[] {1, 2, 3}, null, null);
      ReviewTask second = ReviewTask.ofReadout(readout, null, read);
      ReviewTask third = ReviewTask.ofReadout(readout, null, second);
      List.of(read, second, third).forEach(engine::add);
      engine.drain();
      ReviewTask alone = ReviewTask.ofReadout(readout, second.memory(), null);
      engine.add(alone);
      engine.drain();
      assertThat(third.memory()).isEqualTo(alone.memory());
      assertThat(second.memory()).isNotEqualTo(read.memory()).isNotEqualTo(third.memory());
    }
  }

  @Test
  void continuesFromAReviewThatHasFinished() {
    FakeModel model = FakeModel.endlessReader();
    try (ReviewEngine engine = new ReviewEngine(model, new EngineSettings(4, ExecutorKind.CELL))) {
      ReviewTask first = ReviewTask.ofTokens(new int[] {1, 2}, null, null);
      engine.add(first);
      engine.drain();
      ReviewTask linked = ReviewTask.ofTokens(new int[] {3}, null, first);
      ReviewTask told = ReviewTask.ofTokens(new int[] {3}, first.memory(), null);
      engine.add(linked);
      engine.add(told);
      engine.drain();
      assertThat(linked.memory()).isEqualTo(told.memory());
    }
  }

  @Test
  void advancesUntilOneMoreHasFinished() {
    try (ReviewEngine engine =
        new ReviewEngine(FakeModel.reader(), new EngineSettings(2, ExecutorKind.CELL))) {
      engine.advance();
      engine.add(ReviewTask.ofTokens(new int[] {1, 2, 3}, null, null));
      engine.add(ReviewTask.ofTokens(new int[] {1}, null, null));
      engine.advance();
      assertThat(engine.inFlight()).isEqualTo(1);
      engine.advance();
      assertThat(engine.inFlight()).isZero();
    }
  }

  @Test
  void scoresOneReviewForEveryEightSlotsAtATime() {
    try (ReviewEngine engine =
        new ReviewEngine(FakeModel.readerWithMemory(), new EngineSettings(32, ExecutorKind.CELL))) {
      for (int length = 1; length <= 32; length++) {
        engine.add(ReviewTask.ofTokens(new int[length], null, null));
      }
      engine.advance();
      assertThat(engine.inFlight()).isEqualTo(32 - 4);
      assertThat(engine.reviewStatistics().runs()).isEqualTo(1);
      engine.drain();
      assertThat(engine.reviewStatistics().runs()).as("with all that were left").isEqualTo(2);
    }
  }

  /** A user's reviews would else be kept, one behind the other, as long as the last of them. */
  @ParameterizedTest
  @ValueSource(strings = {"memory", "endless", "plain"})
  void aReviewThatHasFinishedKeepsNoneBeforeIt(String shape) {
    try (ReviewEngine engine =
        new ReviewEngine(model(shape), new EngineSettings(2, ExecutorKind.CELL))) {
      List<WeakReference<ReviewTask>> earlier = new ArrayList<>();
      ReviewTask last = ReviewTask.ofTokens(new int[] {1}, null, null);
      engine.add(last);
      for (int review = 0; review < 6; review++) {
        if (review % 2 == 0) {
          engine.drain();
        }
        earlier.add(new WeakReference<>(last));
        last = ReviewTask.ofTokens(new int[] {1, 2}, null, last);
        engine.add(last);
      }
      engine.drain();
      for (int attempt = 0;
          attempt < 10 && earlier.stream().anyMatch(each -> !each.refersTo(null));
          attempt++) {
        System.gc();
      }
      assertThat(earlier).allMatch(each -> each.refersTo(null));
      assertThat(last.finished()).isTrue();
    }
  }

  @Test
  void aStepScoresWhatHasBeenReadThoughOthersAreUnderWay() {
    try (ReviewEngine engine =
        new ReviewEngine(FakeModel.endlessReader(), new EngineSettings(64, ExecutorKind.CELL))) {
      ReviewTask longest = ReviewTask.ofTokens(new int[1000], null, null);
      ReviewTask shortest = ReviewTask.ofTokens(new int[] {1}, null, null);
      engine.add(longest);
      engine.step();
      engine.add(shortest);
      engine.step();
      assertThat(shortest.finished()).isTrue();
      assertThat(longest.finished()).isFalse();
    }
  }

  @Test
  void hasNoMoreSlotsThanTheirBound() {
    assertThat(new EngineSettings(4096, ExecutorKind.CELL).slots()).isEqualTo(4096);
    for (int slots : new int[] {0, -1, 4097}) {
      assertThatThrownBy(() -> new EngineSettings(slots, ExecutorKind.CELL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Setting the batch: expected 1 to 4096 reviews, found %d. Choose one of these."
                  .formatted(slots));
    }
  }

  @Test
  void saysThatAReviewHasNotFinished() {
    ReviewTask task = ReviewTask.ofTokens(new int[] {1}, null, null);
    assertThat(task.finished()).isFalse();
    assertThatThrownBy(task::logits)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the review has no logits yet: advance the engine first");
  }

  @Test
  void refusesASecondFollower() {
    try (ReviewEngine engine =
        new ReviewEngine(FakeModel.endlessReader(), new EngineSettings(2, ExecutorKind.CELL))) {
      ReviewTask first = ReviewTask.ofTokens(new int[] {1}, null, null);
      engine.add(first);
      engine.add(ReviewTask.ofTokens(new int[] {2}, null, first));
      ReviewTask third = ReviewTask.ofTokens(new int[] {3}, null, first);
      assertThatThrownBy(() -> engine.add(third)).isInstanceOf(IllegalStateException.class);
    }
  }

  private static FakeModel model(String shape) {
    return switch (shape) {
      case "memory" -> FakeModel.readerWithMemory();
      case "endless" -> FakeModel.endlessReader();
      default -> FakeModel.reader();
    };
  }

  private static void assertSame(List<ReviewTask> expected, List<ReviewTask> found) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).logits()).isEqualTo(expected.get(i).logits());
      assertThat(found.get(i).memory()).isEqualTo(expected.get(i).memory());
    }
  }
}
