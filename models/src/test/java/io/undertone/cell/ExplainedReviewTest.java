package io.undertone.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.fake.FakeModel;
import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A prefix is scored as the review would be that ended there; nobody remembers it. */
class ExplainedReviewTest {

  private static final long SEED = 31;
  private static final int REVIEWS = 60;
  private static final int USERS = 7;

  static Stream<Arguments> everyShapeAndBatch() {
    return Stream.of(FakeModel.readerWithMemory(), FakeModel.endlessReader(), FakeModel.reader())
        .flatMap(
            model ->
                Stream.of(ExecutorKind.CELL, ExecutorKind.SEQUENCE)
                    .flatMap(
                        kind ->
                            Stream.of(1, 7, 64).map(slots -> Arguments.of(model, kind, slots))));
  }

  static List<Path> everyBundle() {
    return BundleCopy.all();
  }

  @ParameterizedTest(name = "{index}: {1}, {2} slots, seed 31")
  @MethodSource("everyShapeAndBatch")
  void scoresEachPrefixAsAReview(FakeModel model, ExecutorKind kind, int slots) {
    EngineSettings settings = new EngineSettings(slots, kind);
    assertExplained(model, settings);
    assertThat(model.openCount()).isZero();
  }

  @ParameterizedTest(name = "{0}, seed 31")
  @MethodSource("everyBundle")
  void scoresEachPrefixWithTheBitsOfAReviewOnExecutorsThatStep(Path path) {
    try (OnnxModel model = OnnxModel.load(Bundle.open(path), DeviceChoice.CPU)) {
      assertExplained(model, new EngineSettings(16, ExecutorKind.CELL));
      assertExplained(model, new EngineSettings(16, ExecutorKind.INTEGER));
    }
  }

  @Test
  void isFinishedOnlyWithItsLastPrefix() {
    FakeModel model = FakeModel.readerWithMemory();
    try (ReviewEngine engine = new ReviewEngine(model, new EngineSettings(1, ExecutorKind.CELL))) {
      ReviewTask task = ReviewTask.ofTokens(new int[] {1, 2, 256}, null, null);
      engine.add(task.explained(new int[] {1, 2}));
      assertThatThrownBy(task::prefixLogits).hasMessageContaining("advance the engine first");
      engine.advance();
      assertThat(task.finished()).isTrue();
      assertThat(engine.inFlight()).isZero();
      assertThat(task.prefixLogits()).hasNumberOfRows(2);
    }
  }

  @Test
  void keepsNoRowThatWasHandedOver() {
    Prefixes prefixes = new Prefixes(new int[] {1, 2});
    float[] row = {3};
    prefixes.keep(row);
    assertThat(prefixes.takeRow(0)).isSameAs(row);
    assertThat(prefixes.takeRow(0)).isNull();
    assertThat(prefixes.nextLength()).isEqualTo(2);
    prefixes.keep(row);
    assertThat(prefixes.keepsNext()).isFalse();
  }

  @Test
  void refusesWhatWasReadAlready() {
    ReviewTask task = ReviewTask.ofReadout(new float[4], null, null);
    assertThatThrownBy(() -> task.explained(new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Explains every second review, with others in between, and scores each prefix by itself. */
  private static void assertExplained(Model model, EngineSettings settings) {
    int[] end = end(model);
    List<Workload.Arrival> arrivals =
        Workload.random(SEED, REVIEWS, USERS, model.tokenizer().vocabulary() - 1)
            .arrivals()
            .stream()
            .map(each -> new Workload.Arrival(each.user(), ended(each.tokens(), end)))
            .toList();
    List<ReviewTask> explained = new ArrayList<>();
    Map<Integer, ReviewTask> last = new HashMap<>();
    try (ReviewEngine engine = new ReviewEngine(model, settings)) {
      for (Workload.Arrival arrival : arrivals) {
        while (engine.inFlight() > 2 * settings.slots()) {
          engine.advance();
        }
        ReviewTask task = ReviewTask.ofTokens(arrival.tokens(), null, last.get(arrival.user()));
        engine.add(
            explained.size() % 2 == 0
                ? task.explained(all(arrival.tokens().length - end.length))
                : task);
        last.put(arrival.user(), task);
        explained.add(task);
      }
      engine.drain();
      assertThat(engine.inFlight()).isZero();
    }
    assertSame(model, settings.executor(), arrivals, explained);
  }

  private static void assertSame(
      Model model,
      ExecutorKind executor,
      List<Workload.Arrival> arrivals,
      List<ReviewTask> explained) {
    int[] end = end(model);
    Map<Integer, float[]> memories = new HashMap<>();
    try (ReviewEngine alone = new ReviewEngine(model, new EngineSettings(1, executor))) {
      for (int i = 0; i < arrivals.size(); i++) {
        int[] tokens = arrivals.get(i).tokens();
        float[] memory = memories.get(arrivals.get(i).user());
        ReviewTask whole = single(alone, tokens, memory);
        assertThat(explained.get(i).logits()).isEqualTo(whole.logits());
        assertThat(explained.get(i).memory()).isEqualTo(whole.memory());
        if (i % 2 == 0) {
          float[][] found = explained.get(i).prefixLogits();
          int[] prefixes = all(tokens.length - end.length);
          assertThat(found).hasNumberOfRows(prefixes.length);
          for (int prefix = 0; prefix < found.length; prefix++) {
            int[] shorter = ended(Arrays.copyOf(tokens, prefixes[prefix]), end);
            assertThat(found[prefix]).isEqualTo(single(alone, shorter, memory).logits());
          }
        }
        memories.put(arrivals.get(i).user(), whole.memory());
      }
    }
  }

  private static ReviewTask single(ReviewEngine engine, int[] tokens, float @Nullable [] memory) {
    ReviewTask task = ReviewTask.ofTokens(tokens, memory, null);
    engine.add(task);
    engine.drain();
    return task;
  }

  /** What ends a review: one token, or none. */
  private static int[] end(Model model) {
    Integer end = model.manifest().tokenizer().endOfReview();
    return end == null ? new int[0] : new int[] {end};
  }

  private static int[] ended(int[] tokens, int[] end) {
    return IntStream.concat(Arrays.stream(tokens), Arrays.stream(end)).toArray();
  }

  /** A prefix for each token; a review without any is one prefix. */
  private static int[] all(int tokens) {
    return tokens == 0 ? new int[] {0} : IntStream.rangeClosed(1, tokens).toArray();
  }
}
