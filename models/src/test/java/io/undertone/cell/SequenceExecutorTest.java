package io.undertone.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.fake.FakeModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole reviews in batches, the longest of those that wait first. */
class SequenceExecutorTest {

  private static final FakeModel MODEL = FakeModel.reader();

  @Test
  void readsTheLongestThatWaitTogether() {
    try (StageExecutor stage = open(2)) {
      List<Passage> passages = add(stage, 3, 9, 1, 8);
      stage.advance();
      assertThat(passages).extracting(Passage::finished).containsExactly(false, true, false, true);
      stage.advance();
      assertThat(passages).allMatch(Passage::finished);
      assertThat(stage.inFlight()).isZero();
    }
  }

  @Test
  void countsThePlacesThatArePadded() {
    try (StageExecutor stage = open(3)) {
      add(stage, 3, 9, 0);
      stage.drain();
      StageStatistics statistics = stage.statistics();
      assertThat(statistics.runs()).isEqualTo(1);
      assertThat(statistics.rows()).as("tokens").isEqualTo(12);
      assertThat(statistics.seats()).as("two rows of nine").isEqualTo(18);
      assertThat(statistics.nanos()).isPositive();
    }
  }

  @Test
  void runsNothingWhereAllThatWaitIsEmpty() {
    try (StageExecutor stage = open(3)) {
      List<Passage> passages = add(stage, 0, 0);
      stage.drain();
      assertThat(passages).allMatch(Passage::finished);
      assertThat(passages.get(0).states()).isEqualTo(stage.layout().initialRow());
      assertThat(stage.statistics().runs()).isZero();
    }
  }

  @Test
  void readsTokensOnly() {
    try (StageExecutor stage = open(1)) {
      Passage readout = Passage.ofInput(new float[4], stage.layout().initialRow(), null);
      assertThatThrownBy(() -> stage.add(readout))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a sequence graph reads tokens only");
      assertThat(stage.inFlight()).isZero();
    }
  }

  private static StageExecutor open(int rows) {
    return MODEL.openTokenStage(new EngineSettings(rows, ExecutorKind.SEQUENCE));
  }

  private static List<Passage> add(StageExecutor stage, int... lengths) {
    List<Passage> passages = new ArrayList<>();
    for (int length : lengths) {
      Passage passage = Passage.ofTokens(new int[length], stage.layout().initialRow(), null);
      stage.add(passage);
      passages.add(passage);
    }
    return passages;
  }
}
