package io.undertone.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine's promises on real graphs, to the bit. */
class EngineOnModelsTest {

  private static final long SEED = 77;
  private static final int REVIEWS = 150;
  private static final int USERS = 20;
  private static final List<ExecutorKind> STEPPING =
      List.of(ExecutorKind.CELL, ExecutorKind.INTEGER);

  static List<Path> everyBundle() {
    return BundleCopy.all();
  }

  @ParameterizedTest(name = "{0}, seed 77")
  @MethodSource("everyBundle")
  void givesTheSameBitsForAnySlots(Path path) {
    try (OnnxModel model = load(path)) {
      Workload workload = workload(model);
      for (ExecutorKind executor : STEPPING) {
        List<ReviewTask> expected = run(model, workload, 1, executor);
        for (int slots : new int[] {7, 64, 512}) {
          assertSameBits(expected, run(model, workload, slots, executor));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}, seed 77")
  @MethodSource("everyBundle")
  void givesTheSameBitsForAnyOrderOfArrival(Path path) {
    try (OnnxModel model = load(path)) {
      Workload workload = workload(model);
      List<Integer> order = shuffledKeepingEachUsersOrder(workload);
      Workload shuffled = new Workload(order.stream().map(workload.arrivals()::get).toList());
      for (ExecutorKind executor : STEPPING) {
        List<ReviewTask> expected = run(model, workload, 16, executor);
        List<ReviewTask> found = run(model, shuffled, 16, executor);
        assertSameBits(order.stream().map(expected::get).toList(), found);
      }
    }
  }

  static List<Path> everyBundleWithSequence() {
    return BundleCopy.withSequence();
  }

  @ParameterizedTest(name = "{0}, seed 77")
  @MethodSource("everyBundleWithSequence")
  void givesCloseAnswersByCellAndBySequence(Path path) {
    try (OnnxModel model = load(path)) {
      Workload workload = workload(model);
      List<ReviewTask> expected = run(model, workload, 32, ExecutorKind.CELL);
      List<ReviewTask> found = run(model, workload, 32, ExecutorKind.SEQUENCE);
      for (int i = 0; i < REVIEWS; i++) {
        assertClose(expected.get(i).logits(), found.get(i).logits());
        assertClose(expected.get(i).memory(), found.get(i).memory());
      }
    }
  }

  private static OnnxModel load(Path path) {
    return OnnxModel.load(Bundle.open(path), DeviceChoice.CPU);
  }

  private static Workload workload(Model model) {
    return Workload.random(SEED, REVIEWS, USERS, model.tokenizer().vocabulary());
  }

  private static List<ReviewTask> run(
      Model model, Workload workload, int slots, ExecutorKind executor) {
    try (ReviewEngine engine = new ReviewEngine(model, new EngineSettings(slots, executor))) {
      return workload.through(engine, 2 * slots + 3);
    }
  }

  /** Indices of the arrivals in an order by chance, in which no user's reviews change places. */
  private static List<Integer> shuffledKeepingEachUsersOrder(Workload workload) {
    List<Integer> places = new ArrayList<>(IntStream.range(0, REVIEWS).boxed().toList());
    Collections.shuffle(places, new Random(SEED));
    int[] target = new int[REVIEWS];
    for (int user = 0; user < USERS; user++) {
      int owner = user;
      List<Integer> own =
          IntStream.range(0, REVIEWS)
              .filter(i -> workload.arrivals().get(i).user() == owner)
              .boxed()
              .toList();
      List<Integer> free = own.stream().map(places::get).sorted().toList();
      for (int i = 0; i < own.size(); i++) {
        target[own.get(i)] = free.get(i);
      }
    }
    return IntStream.range(0, REVIEWS)
        .boxed()
        .sorted(Comparator.comparingInt(i -> target[i]))
        .toList();
  }

  private static void assertSameBits(List<ReviewTask> expected, List<ReviewTask> found) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i).logits()).isEqualTo(expected.get(i).logits());
      assertThat(found.get(i).memory()).isEqualTo(expected.get(i).memory());
    }
  }

  private static void assertClose(float[] expected, float[] found) {
    for (int i = 0; i < expected.length; i++) {
      double tolerance = 1e-5 * Math.max(1, Math.abs(expected[i]));
      assertThat((double) found[i]).isCloseTo(expected[i], within(tolerance));
    }
  }
}
