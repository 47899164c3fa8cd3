package io.undertone.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.cell.fake.FakeModel;
import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.model.Scope;
import io.undertone.model.StateSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLayoutTest {

  private static final StateSpec H =
      new StateSpec("h", List.of(2, 2), Scope.USER, new float[] {1, 2, 3, 4});
  private static final StateSpec C = new StateSpec("c", List.of(1), Scope.REVIEW, new float[] {5});

  @Test
  void laysStatesOneBehindTheOther() {
    StateLayout layout = new StateLayout(List.of(H, C));
    assertThat(layout.width()).isEqualTo(5);
    assertThat(layout.offset("c")).isEqualTo(4);
    assertThat(layout.size("h")).isEqualTo(4);
    assertThat(layout.initialRow()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void givesEachCallerAFreshRowOfItsOwn() {
    StateLayout layout = new StateLayout(List.of(H, C));
    layout.initialRow()[0] = 9;
    assertThat(layout.initialRow()).containsExactly(1, 2, 3, 4, 5);
    assertThat(H.initial()).startsWith(1);
  }

  @Test
  void keepsTheStatesOfOneScope() {
    StateLayout layout = new StateLayout(List.of(H, C));
    assertThat(layout.only(Scope.REVIEW).initialRow()).containsExactly(5);
    assertThat(layout.only(Scope.USER).states()).containsExactly(H);
  }

  @Test
  void copiesByNameNotByPosition() {
    StateLayout forth = new StateLayout(List.of(H, C));
    StateLayout back = new StateLayout(List.of(C)).then(new StateLayout(List.of(H)));
    float[] into = new float[5];
    forth.copy(new float[] {9, 8, 7, 6, 5}, back, into);
    assertThat(into).containsExactly(5, 9, 8, 7, 6);
  }

  @Test
  void refusesTwoStatesOfOneName() {
    assertThatThrownBy(() -> new StateLayout(List.of(C, C)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two states are named c");
  }

  /** It is what savepoints hold: another order would misread them, under the same fingerprint. */
  @Test
  void keepsTheTokenCellsMemoryBeforeTheReviewCells(@TempDir Path folder) throws IOException {
    BundleCopy copy =
        BundleCopy.of(BundleCopy.tiny("tiny-lstm"), folder)
            .manifest(
                manifest ->
                    ((ObjectNode) manifest.at("/token_cell/states/1")).put("scope", "user"));
    ModelLayout layout = ModelLayout.of(Bundle.open(copy.sign().folder()).manifest());
    assertThat(layout.memory().states())
        .extracting(StateSpec::name)
        .containsExactly("c0", "review_h0");
  }

  @Test
  void readsOutTheNamedStatesInOrder() {
    ModelLayout layout = FakeModel.readerWithMemory().layout();
    float[] readout = layout.readout(new float[] {1, 2, 3, 9});
    assertThat(readout).containsExactly(9, 1, 2, 3);
    assertThat(layout.memory().states()).hasSize(1);
  }
}
