package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.model.CellKind;
import io.undertone.model.CellSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecurrentProductsTest {

  @Test
  void multiplyForEveryKindOfCell() {
    for (String name : List.of("tiny-lstm", "tiny-gru", "tiny-rnn")) {
      CellSpec cell = Bundle.open(BundleCopy.tiny(name)).manifest().tokenCell();
      try (RecurrentProducts products = RecurrentProducts.open(cell, 8)) {
        products.run(1);
        products.run(8);
      }
    }
    assertThat(OpenHandles.sessions()).isZero();
    assertThat(OpenHandles.tensors()).isZero();
  }

  @Test
  void writeAGraphOfTheShapeThatIsAskedFor() throws Exception {
    try (Session session = Session.of("product", ProductGraph.bytes(32, 128))) {
      new GraphSignature()
          .takes(ProductGraph.IN, List.of(32))
          .gives(ProductGraph.OUT, List.of(128))
          .check(BundleCopy.tiny("product"), session.signature());
    }
  }

  @Test
  void areThoseOfAPlainLoop() throws Exception {
    int hidden = 3;
    int width = 12;
    float[] h = {0.5f, -0.25f, 0.75f};
    float[] weights = ProductGraph.weights(hidden, width);
    float[] found = new float[width];
    try (Session session = Session.of("product", ProductGraph.bytes(hidden, width));
        Rows in = Rows.ofFloats(2, List.of(hidden));
        Rows out = Rows.ofFloats(2, List.of(width))) {
      in.put(0, new float[hidden], 0);
      in.put(1, h, 0);
      session.run(Map.of(ProductGraph.IN, in.tensor(2)), Map.of(ProductGraph.OUT, out.tensor(2)));
      out.get(1, found, 0);
    }
    for (int column = 0; column < width; column++) {
      float sum = 0;
      for (int row = 0; row < hidden; row++) {
        sum += h[row] * weights[row * width + column];
      }
      assertThat(found[column]).isNotZero().isCloseTo(sum, within(1e-6f));
    }
  }

  @Test
  void coverEveryLayer() {
    CellSpec cell =
        new CellSpec(CellKind.LSTM, List.of(24, 16), 8, false, "none", null, null, null, List.of());
    try (RecurrentProducts products = RecurrentProducts.open(cell, 2)) {
      products.run(2);
      assertThat(OpenHandles.sessions()).isEqualTo(2);
    }
  }
}
