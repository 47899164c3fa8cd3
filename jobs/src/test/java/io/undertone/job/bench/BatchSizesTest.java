package io.undertone.job.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchSizesTest {

  private static final List<Integer> TRIED = List.of(32, 64, 128, 256);

  @Test
  void findsTheFastest() {
    assertThat(BatchSizes.fastest(TRIED, size -> rate(size == 128 ? 2 : 1))).isEqualTo(128);
  }

  @Test
  void isNotMisledByOneBadTry() {
    List<Integer> tried = new ArrayList<>();

    int best =
        BatchSizes.fastest(
            TRIED,
            size -> {
              boolean first = !tried.contains(size);
              tried.add(size);
              return rate(size == 64 && !first ? 3 : size == 64 ? 0.1 : 2);
            });

    assertThat(best).isEqualTo(64);
  }

  @Test
  void takesTheSmallerOfEquals() {
    assertThat(BatchSizes.fastest(TRIED, size -> rate(1))).isEqualTo(32);
  }

  private static Rate rate(double tokensPerSecond) {
    return new Rate(tokensPerSecond / 50, tokensPerSecond);
  }
}
