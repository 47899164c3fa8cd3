package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.model.CellKind;
import io.undertone.model.CellSpec;
import java.util.List;
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
  void coverEveryLayer() {
    CellSpec cell =
        new CellSpec(CellKind.LSTM, List.of(24, 16), 8, false, "none", null, null, null, List.of());
    try (RecurrentProducts products = RecurrentProducts.open(cell, 2)) {
      products.run(2);
      assertThat(OpenHandles.sessions()).isEqualTo(2);
    }
  }
}
