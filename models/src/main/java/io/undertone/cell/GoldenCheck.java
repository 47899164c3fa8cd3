package io.undertone.cell;

import io.undertone.model.BundleException;
import io.undertone.model.Golden;
import io.undertone.model.Golden.GoldenReview;
import io.undertone.model.Golden.GoldenState;
import io.undertone.model.IntegerGolden;
import io.undertone.model.IntegerSpec;
import io.undertone.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs every golden text through tokenizer and engine, as the job would, and measures how far the
 * answers are from those the model gave in training.
 */
public final class GoldenCheck {

  private final Model model;
  private final String doing;
  private double logits;
  private double states;

  private GoldenCheck(Model model) {
    this.model = model;
    this.doing =
        "Checking the goldens of " + model.manifest().id() + " on " + model.device().label();
  }

  /**
   * Runs the goldens.
   *
   * @throws BundleException if token ids differ, or a golden has other states or logits than the
   *     model
   */
  public static GoldenDeviation run(Model model, Golden golden, EngineSettings settings) {
    GoldenCheck check = new GoldenCheck(model);
    List<ReviewTask> tasks = check.answers(golden.reviews(), settings);
    for (int i = 0; i < tasks.size(); i++) {
      check.compare(i, golden.reviews().get(i), tasks.get(i));
    }
    if (model.executor(settings.executor()) == ExecutorKind.INTEGER) {
      return check.ofIntegers(tasks, golden.integer());
    }
    return new GoldenDeviation(
        check.logits, check.states, tasks.size(), GoldenDeviation.promised(model.device()), null);
  }

  private GoldenDeviation ofIntegers(List<ReviewTask> tasks, @Nullable IntegerGolden golden) {
    IntegerSpec spec = model.manifest().tokenCell().integer();
    if (spec == null || golden == null) {
      throw wrong("goldens of the integer step", "none");
    }
    return new GoldenDeviation(
        logits, states, tasks.size(), spec.tolerance(), IntegerCheck.run(model, golden, tasks));
  }

  private List<ReviewTask> answers(List<GoldenReview> reviews, EngineSettings settings) {
    List<ReviewTask> tasks = new ArrayList<>();
    Map<String, ReviewTask> last = new HashMap<>();
    try (ReviewEngine engine = new ReviewEngine(model, settings)) {
      for (int i = 0; i < reviews.size(); i++) {
        GoldenReview review = reviews.get(i);
        ReviewTask task = ReviewTask.ofTokens(tokens(i, review), null, last.get(review.user()));
        last.put(review.user(), task);
        engine.add(task);
        tasks.add(task);
      }
      engine.drain();
    }
    return tasks;
  }

  private int[] tokens(int index, GoldenReview review) {
    Tokens tokens =
        model.tokenizer().tokenize(review.text(), model.manifest().tokenizer().tokensMax());
    int[] expected = review.tokens().stream().mapToInt(Integer::intValue).toArray();
    if (!Arrays.equals(tokens.ids(), expected) || tokens.truncated() != review.truncated()) {
      int differing = Arrays.mismatch(tokens.ids(), expected);
      throw wrong(
          "the " + expected.length + " tokens of golden review " + index,
          tokens.ids().length + " tokens, the first other one at " + differing);
    }
    return expected;
  }

  private void compare(int index, GoldenReview review, ReviewTask task) {
    List<Double> expected = review.logits();
    float[] found = task.logits();
    if (expected.size() != found.length) {
      throw wrong(
          found.length + " logits in golden review " + index, String.valueOf(expected.size()));
    }
    for (int label = 0; label < found.length; label++) {
      logits = worse(logits, relative(found[label], expected.get(label)));
    }
    compareStates(index, review.states(), task);
  }

  private void compareStates(int index, Map<String, GoldenState> expected, ReviewTask task) {
    Map<String, float[]> found = new HashMap<>();
    addStates(found, model.tokenLayout(), task.tokenStates());
    addStates(found, model.reviewLayout(), task.reviewStates());
    if (!expected.keySet().equals(found.keySet())) {
      throw wrong(
          "the states " + found.keySet() + " in golden review " + index,
          expected.keySet().toString());
    }
    expected.forEach(
        (name, state) -> {
          String what = name + " in golden review " + index;
          float[] values = found.getOrDefault(name, new float[0]);
          states = worse(states, deviation(what, state, values, this::wrong));
        });
  }

  private static void addStates(
      Map<String, float[]> found, @Nullable StateLayout layout, float @Nullable [] row) {
    if (layout != null && row != null) {
      for (var state : layout.states()) {
        int offset = layout.offset(state.name());
        found.put(state.name(), Arrays.copyOfRange(row, offset, offset + state.size()));
      }
    }
  }

  /**
   * The largest deviation of a state's first values and its norm.
   *
   * @param wrong what is thrown where the golden holds fewer first values than it must, or more
   */
  static double deviation(
      String what,
      GoldenState expected,
      float[] found,
      BiFunction<String, String, BundleException> wrong) {
    int compared = Math.min(found.length, GoldenState.FIRST_MAX);
    if (expected.first().size() != compared) {
      throw wrong.apply(
          compared + " first values of " + what, String.valueOf(expected.first().size()));
    }
    double squares = 0;
    for (float value : found) {
      squares += (double) value * value;
    }
    double largest = worse(0, relative(Math.sqrt(squares), expected.norm()));
    for (int i = 0; i < compared; i++) {
      largest = worse(largest, relative(found[i], expected.first().get(i)));
    }
    return largest;
  }

  static double relative(double found, double expected) {
    return Math.abs(found - expected) / Math.max(1, Math.abs(expected));
  }

  /** The larger deviation; NaN counts as infinite. */
  static double worse(double before, double deviation) {
    return Double.isNaN(deviation) ? Double.POSITIVE_INFINITY : Math.max(before, deviation);
  }

  private BundleException wrong(String expected, String found) {
    return new BundleException(
        doing, expected, found, "Export the bundle again: graphs, tokenizer and goldens differ.");
  }
}
