package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.cell.DeviceChoice;
import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.GoldenCheck;
import io.undertone.cell.GoldenDeviation;
import io.undertone.cell.ReviewEngine;
import io.undertone.cell.ReviewTask;
import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.model.BundleException;
import io.undertone.model.IntegerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When products are done in integers, what is proven of them, and what is done where they fail. */
class IntegerStepTest {

  private static final String GOLDEN = "golden_int8.json";

  @TempDir private Path folder;

  static List<Path> everyBundle() {
    return BundleCopy.all();
  }

  @ParameterizedTest
  @MethodSource("everyBundle")
  void repeatsEachSingleStepOfItsEmulation(Path path) {
    Bundle bundle = Bundle.open(path);
    try (OnnxModel model = OnnxModel.load(bundle, DeviceChoice.CPU)) {
      GoldenDeviation deviation =
          GoldenCheck.run(model, bundle.golden(), new EngineSettings(8, ExecutorKind.INTEGER));
      assertThat(Objects.requireNonNull(deviation.integer()).steps())
          .isLessThanOrEqualTo(GoldenDeviation.MAX);
      assertThat(deviation.states()).isGreaterThan(GoldenDeviation.USABLE_MAX);
    }
  }

  @ParameterizedTest
  @MethodSource("everyBundle")
  void goesOnFromAMemoryOfTheFloatStepAndBack(Path path) {
    Bundle bundle = Bundle.open(path);
    IntegerSpec spec = Objects.requireNonNull(bundle.manifest().tokenCell().integer());
    try (OnnxModel model = OnnxModel.load(bundle, DeviceChoice.CPU);
        ReviewEngine floats = new ReviewEngine(model, new EngineSettings(1, ExecutorKind.CELL));
        ReviewEngine integers =
            new ReviewEngine(model, new EngineSettings(1, ExecutorKind.INTEGER))) {
      Map<String, float[]> memories = new HashMap<>();
      boolean turn = false;
      for (var review : bundle.golden().reviews()) {
        turn = !turn;
        int[] tokens = review.tokens().stream().mapToInt(Integer::intValue).toArray();
        ReviewTask task = ReviewTask.ofTokens(tokens, memories.get(review.user()), null);
        ReviewEngine engine = turn ? integers : floats;
        engine.add(task);
        engine.drain();
        memories.put(review.user(), task.memory());
        for (int label = 0; label < task.logits().length; label++) {
          double golden = review.logits().get(label);
          assertThat(Math.abs(task.logits()[label] - golden))
              .isLessThanOrEqualTo(spec.tolerance().logits() * Math.max(1, Math.abs(golden)));
        }
      }
    }
  }

  @Test
  void isTakenByItselfOnACpu() {
    try (OnnxModel model = load(BundleCopy.tiny("tiny-lstm"))) {
      assertThat(model.executor(ExecutorKind.AUTO)).isEqualTo(ExecutorKind.INTEGER);
      assertThat(model.executor(ExecutorKind.CELL)).isEqualTo(ExecutorKind.CELL);
    }
  }

  /** As on a CPU whose sums saturate. */
  @Test
  void isNotTakenWhereASingleStepIsNotItsEmulations() throws IOException {
    BundleCopy copy = tiny().replace(GOLDEN, "\"norm\": 1", "\"norm\": 2").sign();
    try (OnnxModel model = load(copy.folder())) {
      assertThat(model.executor(ExecutorKind.AUTO)).isEqualTo(ExecutorKind.CELL);
      assertThatThrownBy(() -> model.executor(ExecutorKind.INTEGER))
          .isInstanceOf(BundleException.class)
          .hasMessageMatching(
              "Proving tiny-lstm@1 in integers on cpu: expected the answers of its goldens: logits"
                  + " within 0\\.01 and states within 0\\.01, single steps within 1\\.0E-5, found"
                  + " logits .+ and states .+ away, single steps .+\\. Copy the whole bundle again,"
                  + " or export it again: its graphs and its goldens differ\\. Or choose the"
                  + " executor cell\\.");
    }
  }

  @Test
  void isMissingInABundleThatWasWrittenBefore() throws IOException {
    BundleCopy copy =
        tiny().manifest(manifest -> ((ObjectNode) manifest.get("token_cell")).remove("integer"));
    try (OnnxModel model = load(copy.folder())) {
      assertThat(model.executor(ExecutorKind.AUTO)).isEqualTo(ExecutorKind.CELL);
      assertThatThrownBy(() -> model.executor(ExecutorKind.INTEGER))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Choosing the executor INTEGER: expected a graph for it, found none in tiny-lstm@1 on"
                  + " cpu. Choose another, or auto.");
    }
  }

  @Test
  void needsGoldensThatFitTheModel() throws IOException {
    BundleCopy copy = tiny().replace(GOLDEN, "\"before\": {\"h0\": [", "\"before\": {\"h0\": [0, ");
    try (OnnxModel model = load(copy.sign().folder())) {
      assertThatThrownBy(() -> model.executor(ExecutorKind.INTEGER))
          .hasMessageStartingWith("Checking the integer goldens of tiny-lstm@1: expected ")
          .hasMessageContaining(" values of h0, found ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                           | 2 logits of review 1    | 0
          [-0.0894, -0.1661, 0.0]      | 2 logits of review 1    | 3
          [-0.0894, -0.1661], [0, 0]   | the logits of 17 reviews | 18
          """)
  void needsTheLogitsOfEachReview(String logits, String expected, String found) throws IOException {
    BundleCopy copy = tiny().replace(GOLDEN, "[-0.0894, -0.1661]", logits);
    try (OnnxModel model = load(copy.sign().folder())) {
      assertThat(model.executor(ExecutorKind.AUTO)).isEqualTo(ExecutorKind.CELL);
      assertThatThrownBy(() -> model.executor(ExecutorKind.INTEGER))
          .isInstanceOf(BundleException.class)
          .hasMessage(
              ("Checking the integer goldens of tiny-lstm@1: expected %s, found %s."
                      + " Add the integer step again, or export the bundle again.")
                  .formatted(expected, found));
    }
  }

  @Test
  void isNotTakenWhereLogitsAreNotItsEmulations() throws IOException {
    BundleCopy copy = tiny().replace(GOLDEN, "[-0.0894, -0.1661]", "[-0.0894, -0.6661]");
    try (OnnxModel model = load(copy.sign().folder())) {
      assertThat(model.executor(ExecutorKind.AUTO)).isEqualTo(ExecutorKind.CELL);
    }
  }

  @Test
  void needsAFloatStepBesideIt() throws IOException {
    BundleCopy copy =
        tiny().manifest(manifest -> ((ObjectNode) manifest.get("token_cell")).putNull("graph"));
    assertThatThrownBy(() -> Bundle.open(copy.folder()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("expected a graph beside integer in token_cell, found none. ");
  }

  @Test
  void needsATolerance() throws IOException {
    BundleCopy copy =
        tiny()
            .manifest(
                manifest ->
                    ((ObjectNode) manifest.at("/token_cell/integer/tolerance")).put("logits", 0.0));
    assertThatThrownBy(() -> Bundle.open(copy.folder()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(
            "expected a number above 0 at token_cell.integer.tolerance.logits, found 0.0. ");
  }

  private BundleCopy tiny() throws IOException {
    return BundleCopy.of(BundleCopy.tiny("tiny-lstm"), folder);
  }

  private static OnnxModel load(Path path) {
    return OnnxModel.load(Bundle.open(path), DeviceChoice.CPU);
  }
}
