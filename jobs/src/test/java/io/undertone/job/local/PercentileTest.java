package io.undertone.job.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PercentileTest {

  @Test
  void isOneOfTheValues() {
    assertThat(Percentile.of(DoubleStream.of(4, 1, 9, 2), 0.5)).isEqualTo(2);
    assertThat(Percentile.of(DoubleStream.of(4, 1, 9, 2), 0.51)).isEqualTo(4);
    assertThat(Percentile.of(DoubleStream.of(4, 1, 9, 2), 1)).isEqualTo(9);
    assertThat(Percentile.of(DoubleStream.of(4, 1, 9, 2), 0.01)).isEqualTo(1);
  }

  @Test
  void ofNothingIsZero() {
    assertThat(Percentile.of(DoubleStream.empty(), 0.99)).isZero();
  }
}
