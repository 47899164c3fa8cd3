package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.cell.Device;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.ModelLayout;
import io.undertone.cell.StateLayout;
import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.model.StateSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An LSTM's h and c have one shape: bound by position, they could change places unseen. */
class StatesByNameTest {

  private static final int TOKEN = 42;

  @Test
  void givesTheSameStatesInWhateverOrderTheyAreLaidOut() throws Exception {
    Bundle bundle = Bundle.open(BundleCopy.tiny("tiny-lstm"));
    ModelLayout layout = ModelLayout.of(bundle.manifest());
    List<StateSpec> reversed = new ArrayList<>(layout.token().states());
    Collections.reverse(reversed);
    try (Graphs graphs = Graphs.load(bundle, Device.CPU)) {
      Session session = Objects.requireNonNull(graphs.token(ExecutorKind.CELL));
      float[] forth = stepped(session, layout.token());
      StateLayout back = new StateLayout(reversed);
      float[] expected = new float[back.width()];
      layout.token().copy(forth, back, expected);
      assertThat(stepped(session, back)).isEqualTo(expected);
    }
  }

  @Test
  void keepsCApartFromH() throws Exception {
    Bundle bundle = Bundle.open(BundleCopy.tiny("tiny-lstm"));
    ModelLayout layout = ModelLayout.of(bundle.manifest());
    try (Graphs graphs = Graphs.load(bundle, Device.CPU)) {
      float[] row =
          stepped(Objects.requireNonNull(graphs.token(ExecutorKind.CELL)), layout.token());
      for (int i = 0; i < layout.token().size("h0"); i++) {
        float h = row[layout.token().offset("h0") + i];
        float c = row[layout.token().offset("c0") + i];
        assertThat(Math.abs(h)).isLessThan(Math.abs(c));
      }
    }
  }

  private static float[] stepped(Session session, StateLayout layout) {
    float[] row = layout.initialRow();
    try (OnnxStepGraph graph = OnnxStepGraph.ofTokens(session, layout, 1)) {
      graph.load(0, row);
      for (int step = 0; step < 3; step++) {
        graph.step(new int[] {TOKEN + step}, 1);
      }
      graph.save(0, row);
    }
    return row;
  }
}
