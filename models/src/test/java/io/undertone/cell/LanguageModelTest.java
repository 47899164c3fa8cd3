package io.undertone.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.onnx.OnnxModel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A language model is surprised by what it did not expect, given all that the user wrote before.
 */
class LanguageModelTest {

  private static final EngineSettings CELL = new EngineSettings(4, ExecutorKind.CELL);

  @ParameterizedTest
  @CsvSource({
    "tiny-language, CELL, the time machine",
    "tiny-language, SEQUENCE, the time machine",
    "tiny-characters, CELL, 我不喜欢数学。?"
  })
  void sumsUpWhatEachTokenCostBeforeItWasSeen(String name, ExecutorKind kind, String text) {
    try (OnnxModel model = model(name);
        ReviewEngine engine = new ReviewEngine(model, new EngineSettings(4, kind))) {
      int[] ids = model.tokenizer().tokenize(text, 64).ids();
      float[] memory = run(engine, ids, null).memory();

      double nats = 0;
      for (int i = 0; i < ids.length; i++) {
        float[] logits = run(engine, Arrays.copyOf(ids, i), memory).logits();
        nats -= Math.log(Probabilities.softmax(logits)[ids[i]]);
      }

      float found = run(engine, ids, memory).nats();
      assertThat((double) found).isCloseTo(nats, within(1e-5 * nats));
      assertThat(found).isNotEqualTo(run(engine, ids, null).nats());
    }
  }

  @Test
  void isNotSurprisedByNothingAndForgetsNothing() {
    try (OnnxModel model = model("tiny-language");
        ReviewEngine engine = new ReviewEngine(model, CELL)) {
      float[] memory = run(engine, new int[] {3, 4}, null).memory();

      ReviewTask nothing = run(engine, new int[0], memory);

      assertThat(nothing.nats()).isZero();
      assertThat(nothing.memory()).isEqualTo(memory);
    }
  }

  @Test
  void saysNothingOfSurpriseInAModelWithLabels() {
    try (OnnxModel model = model("tiny-lstm");
        ReviewEngine engine = new ReviewEngine(model, CELL)) {
      assertThat(run(engine, new int[] {3, 4}, null).nats()).isNaN();
    }
  }

  private static ReviewTask run(ReviewEngine engine, int[] tokens, float @Nullable [] memory) {
    ReviewTask task = ReviewTask.ofTokens(tokens, memory, null);
    engine.add(task);
    engine.drain();
    return task;
  }

  private static OnnxModel model(String name) {
    return OnnxModel.load(Bundle.open(BundleCopy.tiny(name)), DeviceChoice.CPU);
  }
}
