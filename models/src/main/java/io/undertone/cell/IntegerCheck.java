package io.undertone.cell;

import io.undertone.model.BundleException;
import io.undertone.model.IntegerGolden;
import io.undertone.model.IntegerGolden.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Measures how far an integer step is from what its emulation answered. A single step from given
 * states must be the same on every CPU: a sum that saturated, or a state that was rounded in
 * another way, shows there.
 */
final class IntegerCheck {

  private final Model model;
  private final StateLayout layout;

  private IntegerCheck(Model model) {
    this.model = model;
    this.layout = model.tokenLayout();
  }

  /**
   * Compares.
   *
   * @param tasks the golden reviews, run through the integer step
   */
  static GoldenDeviation.Integers run(Model model, IntegerGolden golden, List<ReviewTask> tasks) {
    IntegerCheck check = new IntegerCheck(model);
    return new GoldenDeviation.Integers(check.steps(golden.steps()), check.logits(golden, tasks));
  }

  private double steps(List<Step> steps) {
    double largest = 0;
    EngineSettings settings = new EngineSettings(steps.size(), ExecutorKind.INTEGER);
    try (StageExecutor stage = model.openTokenStage(settings)) {
      List<float[]> rows = steps.stream().map(step -> row(step.before())).toList();
      for (int i = 0; i < rows.size(); i++) {
        stage.add(Passage.ofTokens(new int[] {steps.get(i).token()}, rows.get(i), null));
      }
      stage.drain();
      for (int i = 0; i < rows.size(); i++) {
        largest = GoldenCheck.worse(largest, deviation(i, steps.get(i), rows.get(i)));
      }
    }
    return largest;
  }

  private double deviation(int index, Step step, float[] row) {
    double largest = 0;
    for (var entry : step.after().entrySet()) {
      int offset = layout.offset(entry.getKey());
      float[] found = Arrays.copyOfRange(row, offset, offset + layout.size(entry.getKey()));
      String what = entry.getKey() + " after step " + index;
      largest =
          GoldenCheck.worse(
              largest, GoldenCheck.deviation(what, entry.getValue(), found, this::wrong));
    }
    return largest;
  }

  private float[] row(Map<String, List<Double>> states) {
    float[] row = layout.initialRow();
    for (var state : layout.states()) {
      List<Double> values = states.getOrDefault(state.name(), List.of());
      if (values.size() != state.size() || states.size() != layout.states().size()) {
        throw wrong(
            layout.states().size() + " states, " + state.size() + " values of " + state.name(),
            states.size() + " states, " + values.size() + " values");
      }
      for (int i = 0; i < state.size(); i++) {
        row[layout.offset(state.name()) + i] = values.get(i).floatValue();
      }
    }
    return row;
  }

  private double logits(IntegerGolden golden, List<ReviewTask> tasks) {
    if (golden.logits().size() != tasks.size()) {
      throw wrong("the logits of " + tasks.size() + " reviews", golden.logits().size() + "");
    }
    double largest = 0;
    for (int i = 0; i < tasks.size(); i++) {
      List<Double> expected = golden.logits().get(i);
      float[] found = tasks.get(i).logits();
      int compared = Math.min(found.length, IntegerGolden.LOGITS_MAX);
      if (expected.size() != compared) {
        throw wrong(compared + " logits of review " + i, String.valueOf(expected.size()));
      }
      for (int label = 0; label < compared; label++) {
        double apart = GoldenCheck.relative(found[label], expected.get(label));
        largest = GoldenCheck.worse(largest, apart);
      }
    }
    return largest;
  }

  private BundleException wrong(String expected, String found) {
    return new BundleException(
        "Checking the integer goldens of " + model.manifest().id(),
        expected,
        found,
        "Add the integer step again, or export the bundle again.");
  }
}
