package io.undertone.job.bench;

import static io.undertone.job.bench.RowName.CEILING;
import static io.undertone.job.bench.RowName.ENGINE_CELL;
import static io.undertone.job.bench.RowName.PIPELINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private final Rounds rounds = new Rounds();

  @Test
  void takesTheMedianOfEachRow() {
    round(100, 10);
    round(300, 50);
    round(200, 20);

    assertThat(rounds.medians()).containsExactly(row(CEILING, 200), row(ENGINE_CELL, 20));
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(BenchRow.middle(List.of(4.0, 1.0, 100.0, 2.0))).isEqualTo(3);
    assertThat(BenchRow.middle(List.of(3.0, 100.0, 1.0))).isEqualTo(3);
  }

  @Test
  void comparesRowsWithinARoundSinceAMachineSlowsDownAllOfThem() {
    round(1000, 500);
    round(100, 50);
    round(10, 5);
    round(10, 1);
    round(10, 9);

    assertThat(rounds.ratio(ENGINE_CELL, CEILING)).isEqualTo(OptionalDouble.of(0.5));
  }

  @Test
  void doesNotCompareWhatWasNotMeasured() {
    round(100, 10);

    assertThat(rounds.ratio(PIPELINE, CEILING)).isEmpty();
  }

  private void round(double ceiling, double cell) {
    rounds.begin();
    rounds.add(ENGINE_CELL, row(ENGINE_CELL, cell));
    rounds.add(CEILING, row(CEILING, ceiling));
  }

  private static BenchRow row(RowName name, double tokensPerSecond) {
    return BenchRow.ofRate(name, 1, 64, new Rate(tokensPerSecond / 50, tokensPerSecond));
  }
}
