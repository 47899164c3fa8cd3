package io.undertone.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.fake.FakeStepGraph;
import io.undertone.model.Scope;
import io.undertone.model.StateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellExecutorTest {

  private static final StateLayout LAYOUT =
      new StateLayout(
          List.of(
              new StateSpec("kept", List.of(2), Scope.USER, new float[] {1, 2}),
              new StateSpec("fresh", List.of(1), Scope.REVIEW, new float[] {3})));

  @Test
  void givesEveryPassageItsOwnStatesWhateverTheSlots() {
    for (int slots : new int[] {1, 2, 3, 7, 64}) {
      try (CellExecutor executor = open(slots)) {
        Random random = new Random(slots);
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          passages.add(fresh(random.ints(1 + random.nextInt(30), 0, 1000).toArray(), null));
          executor.add(passages.get(i));
          if (random.nextInt(3) == 0) {
            executor.advance();
          }
        }
        executor.drain();
        for (Passage passage : passages) {
          assertThat(passage.states()).isEqualTo(stepped(passage));
        }
      }
    }
  }

  @Test
  void leadsTheNextReviewOfAUserThroughTheSameSlotAndHandsOnOnlyWhatIsKept() {
    try (CellExecutor executor = open(2)) {
      Passage first = fresh(new int[] {5, 6}, null);
      Passage second = fresh(new int[] {7}, first);
      executor.add(first);
      executor.add(second);
      executor.drain();
      Passage alone = fresh(new int[] {7}, null);
      alone.states()[0] = first.states()[0];
      alone.states()[1] = first.states()[1];
      executor.add(alone);
      executor.drain();
      assertThat(second.states()).isEqualTo(alone.states());
    }
  }

  @Test
  void advancesUntilOnePassageHasFinished() {
    try (CellExecutor executor = open(4)) {
      Passage brief = fresh(new int[2], null);
      Passage lengthy = fresh(new int[9], null);
      executor.add(lengthy);
      executor.add(brief);
      executor.advance();
      assertThat(brief.finished()).isTrue();
      assertThat(lengthy.finished()).isFalse();
      assertThat(executor.inFlight()).isEqualTo(1);
    }
  }

  @Test
  void goesSoManyStepsAtMost() {
    try (CellExecutor executor = open(2)) {
      Passage passage = fresh(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, null);
      executor.add(passage);
      executor.advance(3);
      assertThat(executor.statistics().runs()).isEqualTo(3);
      executor.step();
      assertThat(executor.statistics().runs()).isEqualTo(3 + StageExecutor.STEPS_AT_ONCE);
      assertThat(passage.finished()).isFalse();
      executor.advance(1);
      assertThat(passage.finished()).isTrue();
      assertThat(passage.states()).isEqualTo(stepped(passage));
    }
  }

  @Test
  void startsLongPassagesFirst() {
    try (CellExecutor executor = open(2)) {
      for (int length : new int[] {1, 1, 1, 1, 8, 1, 1, 1, 1}) {
        executor.add(fresh(new int[length], null));
      }
      executor.drain();
      assertThat(executor.statistics().runs()).isEqualTo(8);
      assertThat(executor.statistics().rows()).isEqualTo(executor.statistics().seats());
    }
  }

  @Test
  void startsTheUserFirstWhoseReviewsTogetherAreLongest() {
    try (CellExecutor executor = open(1)) {
      Passage first = fresh(new int[1], null);
      Passage single = fresh(new int[5], null);
      executor.add(single);
      executor.add(first);
      executor.add(fresh(new int[9], first));
      executor.advance();
      assertThat(first.finished()).isTrue();
      assertThat(single.finished()).isFalse();
    }
  }

  @Test
  void startsWhatWaitsBeforeLongerOnesThatComeLater() {
    try (CellExecutor executor = open(1)) {
      Passage brief = fresh(new int[1], null);
      executor.add(fresh(new int[3], null));
      executor.add(fresh(new int[2], null));
      executor.add(brief);
      executor.advance();
      for (int i = 0; i < 10; i++) {
        executor.add(fresh(new int[50], null));
      }
      executor.advance();
      assertThat(brief.finished()).as("still waits").isFalse();
      executor.advance();
      assertThat(brief.finished()).isTrue();
    }
  }

  @Test
  void countsStepsRowsAndSeats() {
    try (CellExecutor executor = open(4)) {
      executor.add(fresh(new int[3], null));
      executor.add(fresh(new int[1], null));
      executor.drain();
      StageStatistics statistics = executor.statistics();
      assertThat(statistics.runs()).isEqualTo(3);
      assertThat(statistics.rows()).isEqualTo(4);
      assertThat(statistics.seats()).isEqualTo(12);
      assertThat(statistics.nanos()).isPositive();
    }
  }

  @Test
  void refusesAPassageTwiceAndOneBehindAStranger() {
    try (CellExecutor executor = open(1)) {
      Passage passage = fresh(new int[1], null);
      executor.add(passage);
      assertThatThrownBy(() -> executor.add(passage)).isInstanceOf(IllegalStateException.class);
      Passage stranger = fresh(new int[1], null);
      Passage lost = fresh(new int[1], stranger);
      assertThatThrownBy(() -> executor.add(lost)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void leadsAPassageOfNothingThroughAsItCame() {
    try (CellExecutor executor = open(2)) {
      Passage nothing = fresh(new int[0], null);
      Passage something = fresh(new int[] {3, 4}, null);
      Passage after = fresh(new int[] {5}, nothing);
      executor.add(something);
      executor.add(nothing);
      executor.add(after);
      executor.advance();
      assertThat(nothing.finished()).isTrue();
      assertThat(nothing.states()).isEqualTo(LAYOUT.initialRow());
      executor.drain();
      assertThat(after.finished()).isTrue();
      assertThat(executor.statistics().rows()).isEqualTo(3);
    }
  }

  private static CellExecutor open(int slots) {
    return new CellExecutor(FakeStepGraph.ofTokens(LAYOUT, slots));
  }

  private static Passage fresh(int[] tokens, @Nullable Passage previous) {
    return Passage.ofTokens(tokens, LAYOUT.initialRow(), previous);
  }

  /** The same passage on a graph of its own. */
  private static float[] stepped(Passage passage) {
    float[] row = LAYOUT.initialRow();
    try (FakeStepGraph graph = FakeStepGraph.ofTokens(LAYOUT, 1)) {
      graph.load(0, row);
      for (int token : Objects.requireNonNull(passage.tokens())) {
        graph.step(new int[] {token}, 1);
      }
      graph.save(0, row);
    }
    return row;
  }
}
