package io.undertone.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProbabilitiesTest {

  @Test
  void sumToOneAndKeepTheOrderOfTheLogits() {
    double[] shares = Probabilities.softmax(new float[] {-1f, 0f, 2f});
    assertThat(shares[0] + shares[1] + shares[2]).isCloseTo(1, within(1e-15));
    assertThat(shares[2]).isGreaterThan(shares[1]);
    assertThat(shares[1] / shares[0]).isCloseTo(Math.E, within(1e-15));
  }

  @Test
  void standLargeLogits() {
    assertThat(Probabilities.softmax(new float[] {1000f, 1000f})).containsExactly(0.5, 0.5);
    assertThat(Probabilities.softmax(new float[] {-3e38f, 3e38f})).containsExactly(0, 1);
  }
}
