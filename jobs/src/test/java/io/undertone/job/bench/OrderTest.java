package io.undertone.job.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrderTest {

  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Order.median(List.of(3.0, 100.0, 1.0))).isEqualTo(3);
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(Order.median(List.of(4.0, 1.0, 100.0, 2.0))).isEqualTo(3);
  }

  @Test
  void aPercentileIsAFigureThatWasSeen() {
    long[] hundred = LongStream.rangeClosed(1, 100).map(figure -> 101 - figure).toArray();

    assertThat(Order.percentile(hundred, 0.5)).isEqualTo(50);
    assertThat(Order.percentile(hundred, 0.99)).isEqualTo(99);
    assertThat(Order.percentile(hundred, 1)).isEqualTo(100);
    assertThat(Order.percentile(new long[] {7}, 0.01)).isEqualTo(7);
  }

  @Test
  void aPercentileLeavesTheFiguresAsTheyAre() {
    long[] figures = {3, 1, 2};

    Order.percentile(figures, 0.5);

    assertThat(figures).containsExactly(3, 1, 2);
  }
}
