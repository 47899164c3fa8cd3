package io.undertone.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.GoldenDeviation.Integers;
import io.undertone.cell.fake.FakeModel;
import io.undertone.model.BundleException;
import io.undertone.model.Golden;
import io.undertone.model.Golden.GoldenReview;
import io.undertone.model.Golden.GoldenState;
import io.undertone.model.Tolerance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a model may differ from its goldens by, on each device. */
class GoldenCheckTest {

  private static final String TEXT = "the lid fits";
  private static final EngineSettings SETTINGS = new EngineSettings(4, ExecutorKind.CELL);
  private static final FakeModel MODEL = FakeModel.reader();

  @Test
  void logitsKeepTheirToleranceOnEveryDevice() {
    for (Device device : Device.values()) {
      assertThat(check(device, 0.9e-5, 0).passes()).as(device.label()).isTrue();
      assertThat(check(device, 1.1e-5, 0).passes()).as(device.label()).isFalse();
    }
  }

  @Test
  void statesHaveOneOfTheirOwnOnAGpu() {
    assertThat(check(Device.CPU, 0, 0.9e-5).passes()).isTrue();
    assertThat(check(Device.CPU, 0, 3.6e-5).passes()).isFalse();
    assertThat(check(Device.CUDA, 0, 3.6e-5).passes()).isTrue();
    assertThat(check(Device.CUDA, 0, 1.1e-4).passes()).isFalse();
  }

  @Test
  void aDeviceIsUsedUpToTenTimesThat() {
    assertThat(check(Device.CPU, 0.9e-4, 0.9e-4).usable()).isTrue();
    assertThat(check(Device.CUDA, 1.1e-4, 0).usable()).isFalse();
    assertThat(check(Device.CUDA, 0, 1.1e-4).usable()).isFalse();
  }

  @Test
  void aDeviceWhoseAnswersAreNoNumbersIsNotUsed() {
    GoldenDeviation deviation = check(Device.CUDA, Double.NaN, 0);
    assertThat(deviation.usable()).isFalse();
    assertThat(deviation.passes()).isFalse();
    assertThat(deviation.found()).isEqualTo("logits Infinity and states 0.0e+00 away");
    assertThat(check(Device.CUDA, 0, Double.NaN).usable()).isFalse();
  }

  @Test
  void measuresLargeNumbersByThemselvesAndSmallOnesByOne() {
    assertThat(GoldenCheck.relative(0.5, 0)).isEqualTo(0.5);
    assertThat(GoldenCheck.relative(1.5, 1)).isEqualTo(0.5);
    assertThat(GoldenCheck.relative(-1, -4)).isEqualTo(0.75);
  }

  @Test
  void noticesAStateThatDiffersOnlyBehindTheValuesThatAreWrittenDown() {
    GoldenState golden = new GoldenState(List.of(0., 0., 0., 0., 0., 0., 0., 0.), 2);
    float[] found = {0, 0, 0, 0, 0, 0, 0, 0, 3};
    assertThat(GoldenCheck.deviation("h0", golden, found, GoldenCheckTest::unexpected))
        .isEqualTo(0.5);
  }

  @Test
  void namesAGoldenOfAnotherModel() {
    GoldenReview own = review(0, 0);
    assertRefused(
        new GoldenReview("ann", TEXT, own.tokens(), false, own.states(), List.of(1.0)),
        "expected 2 logits in golden review 0, found 1.");
    assertRefused(
        new GoldenReview("ann", TEXT, own.tokens(), false, Map.of(), own.logits()),
        "in golden review 0, found [].");
    Map<String, GoldenState> more = new HashMap<>(own.states());
    more.put("c9", new GoldenState(List.of(), 0));
    assertRefused(new GoldenReview("ann", TEXT, own.tokens(), false, more, own.logits()), "c9");
    assertRefused(
        new GoldenReview("ann", TEXT, own.tokens(), true, own.states(), own.logits()),
        "tokens of golden review 0, found ");
  }

  @Test
  void namesAGoldenOfFewerValuesThanItMustHold() {
    GoldenReview own = review(0, 0);
    own.states()
        .forEach(
            (name, state) -> {
              List<Double> first = state.first();
              for (List<Double> other : List.of(first.subList(1, first.size()), twice(first))) {
                Map<String, GoldenState> states = new HashMap<>(own.states());
                states.put(name, new GoldenState(other, state.norm()));
                assertRefused(
                    new GoldenReview("ann", TEXT, own.tokens(), false, states, own.logits()),
                    "expected %d first values of %s in golden review 0, found %d."
                        .formatted(first.size(), name, other.size()));
              }
            });
  }

  @Test
  void saysWhatIsPromised() {
    assertThat(check(Device.CPU, 0, 0).promise())
        .isEqualTo("logits within 1.0E-5 and states within 1.0E-5");
    assertThat(check(Device.CUDA, 0, 0).promise())
        .isEqualTo("logits within 1.0E-5 and states within 1.0E-4");
  }

  /** Single steps are the same on every CPU; whole reviews may be as far off as is declared. */
  @Test
  void integersKeepWhatIsDeclaredAndTheirStepsMore() {
    assertThat(integers(0.1, 1e-5, 0.1).passes()).isTrue();
    assertThat(integers(0.11, 0, 0).passes()).isFalse();
    assertThat(integers(0, 1.1e-5, 0).passes()).isFalse();
    assertThat(integers(0, 0, 0.11).passes()).isFalse();
    assertThat(integers(0.1, 1e-5, 0.1).usable()).isTrue();
    assertThat(integers(0, 0, 0.11).usable()).isFalse();
    assertThat(integers(0, 0, 0.11).promise())
        .isEqualTo("logits within 0.1 and states within 0.2, single steps within 1.0E-5");
    assertThat(integers(0, 0, 0.11).found())
        .as("with the figure that is beyond")
        .isEqualTo(
            "logits 0.0e+00 and states 2.0e-01 away, single steps 0.0e+00 and logits 1.1e-01 from"
                + " their emulation");
  }

  private static GoldenDeviation integers(double logits, double steps, double emulated) {
    return new GoldenDeviation(
        logits, 0.2, 1, new Tolerance(0.1, 0.2), new Integers(steps, emulated));
  }

  /** The model's own answers as goldens, and each of them that much away. */
  private static GoldenDeviation check(Device device, double logits, double states) {
    return GoldenCheck.run(
        MODEL.on(device), new Golden(List.of(review(logits, states)), null), SETTINGS);
  }

  private static void assertRefused(GoldenReview review, String message) {
    assertThatThrownBy(() -> GoldenCheck.run(MODEL, new Golden(List.of(review), null), SETTINGS))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(message);
  }

  private static GoldenReview review(double logits, double states) {
    int[] tokens = MODEL.tokenizer().tokenize(TEXT, 1024).ids();
    ReviewTask task = ReviewTask.ofTokens(tokens, null, null);
    try (ReviewEngine engine = new ReviewEngine(MODEL, SETTINGS)) {
      engine.add(task);
      engine.drain();
    }
    float[] found = task.logits();
    return new GoldenReview(
        "ann",
        TEXT,
        IntStream.of(tokens).boxed().toList(),
        false,
        states(Objects.requireNonNull(task.tokenStates()), states),
        IntStream.range(0, found.length).mapToObj(i -> away(found[i], logits)).toList());
  }

  private static Map<String, GoldenState> states(float[] row, double deviation) {
    Map<String, GoldenState> states = new HashMap<>();
    for (var state : MODEL.tokenLayout().states()) {
      int offset = MODEL.tokenLayout().offset(state.name());
      double[] values =
          IntStream.range(offset, offset + state.size()).mapToDouble(i -> row[i]).toArray();
      double norm = Math.sqrt(DoubleStream.of(values).map(value -> value * value).sum());
      states.put(
          state.name(),
          new GoldenState(
              DoubleStream.of(values).mapToObj(value -> away(value, deviation)).toList(), norm));
    }
    return states;
  }

  private static BundleException unexpected(String expected, String found) {
    return new BundleException("Comparing", expected, found, "Look at the test.");
  }

  private static List<Double> twice(List<Double> values) {
    return Stream.concat(values.stream(), values.stream()).toList();
  }

  /** A golden from which what was found deviates by that much of itself or of 1. */
  private static double away(double found, double deviation) {
    return Math.abs(found) < 1 ? found + deviation : found / (1 - deviation);
  }
}
