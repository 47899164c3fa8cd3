package io.undertone.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.model.BundleException;
import io.undertone.onnx.OnnxModel;
import io.undertone.onnx.OpenHandles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A language model goes on from a text as it expects it to go on. */
class ContinuationTest {

  private static final int LENGTH = 40;
  private static final long SEED = 12;

  @AfterEach
  void leavesNothingOpen() {
    assertThat(OpenHandles.sessions()).isZero();
    assertThat(OpenHandles.tensors()).isZero();
  }

  @Test
  void takesTheMostProbableSymbolThatIsKnown() {
    try (OnnxModel model = model("tiny-language");
        ReviewEngine engine = new ReviewEngine(model, new EngineSettings(1, ExecutorKind.CELL))) {
      StringBuilder expected = new StringBuilder("time traveller");
      for (int i = 0; i < LENGTH; i++) {
        int[] ids = model.tokenizer().tokenize(expected.toString(), 1000).ids();
        ReviewTask task = ReviewTask.ofTokens(ids, null, null);
        engine.add(task);
        engine.drain();
        expected.append(model.tokenizer().decode(new int[] {bestButTheFirst(task.logits())}));
      }
      assertThat("time traveller" + text(model, "time traveller", 0, SEED))
          .isEqualTo(expected.toString());
    }
  }

  @Test
  void drawsTheSameFromTheSameSeed() {
    try (OnnxModel model = model("tiny-characters")) {
      String text = text(model, "我", 1, SEED);
      assertThat(text(model, "我", 1, SEED)).isEqualTo(text);
      assertThat(text(model, "我", 1, SEED + 1)).isNotEqualTo(text);
    }
  }

  @Test
  void drawsWhatIsProbableWhereTheTemperatureIsLow() {
    try (OnnxModel model = model("tiny-language")) {
      assertThat(text(model, "time", 1e-9, SEED)).isEqualTo(text(model, "time", 0, SEED));
    }
  }

  @Test
  void neverWritesTheUnknownSymbol() {
    try (OnnxModel model = model("tiny-characters");
        Continuation text = Continuation.of(model, "", 1e6, SEED)) {
      for (int i = 0; i < 2_000; i++) {
        assertThat(text.next()).as("seed " + SEED).isNotEqualTo("\ufffd");
      }
    }
  }

  @Test
  void refusesAModelWithLabels() {
    try (OnnxModel model = model("tiny-rnn")) {
      assertThatThrownBy(() -> Continuation.of(model, "x", 0, SEED))
          .isInstanceOf(BundleException.class)
          .hasMessageStartingWith(
              "Generating text with tiny-rnn@1: expected a language model of symbols, found a model"
                  + " with the labels [negative, positive].");
    }
  }

  @Test
  void refusesATemperatureThatIsNone() {
    try (OnnxModel model = model("tiny-language")) {
      for (double temperature : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
        assertThatThrownBy(() -> Continuation.of(model, "x", temperature, SEED))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("expected 0 or more, found " + temperature);
      }
    }
  }

  private static String text(Model model, String prefix, double temperature, long seed) {
    StringBuilder written = new StringBuilder();
    try (Continuation text = Continuation.of(model, prefix, temperature, seed)) {
      for (int i = 0; i < LENGTH; i++) {
        written.append(text.next());
      }
    }
    return written.toString();
  }

  /** The tiny models' unknown symbol is the first. */
  private static int bestButTheFirst(float[] logits) {
    int best = 1;
    for (int id = 2; id < logits.length; id++) {
      best = logits[id] > logits[best] ? id : best;
    }
    return best;
  }

  private static OnnxModel model(String name) {
    return OnnxModel.load(Bundle.open(BundleCopy.tiny(name)), DeviceChoice.CPU);
  }
}
