package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AreaUnderCurveTest {

  private static final long SEED = 21;

  @TempDir Path folder;

  @Test
  void isOneWhereTheScoresPartTheLabels() throws IOException {
    assertThat(area(score(0.1, false), score(0.2, false), score(0.9, true))).isEqualTo(1.0);
    assertThat(area(score(0.9, false), score(0.2, true))).isEqualTo(0.0);
  }

  @Test
  void countsATieHalf() throws IOException {
    assertThat(area(score(0.5, false), score(0.5, true))).isEqualTo(0.5);
    assertThat(area(score(0.5, true), score(0.5, false), score(0.7, true))).isEqualTo(0.75);
  }

  @Test
  void saysNothingOfOneLabelAlone() throws IOException {
    assertThat(area(score(0.5, true), score(0.6, true))).isNull();
    assertThat(area()).isNull();
  }

  @Test
  void isTheShareOfPairsInTheRightOrder() throws IOException {
    Random random = new Random(SEED);
    Score[] scores =
        IntStream.range(0, 400)
            .mapToObj(i -> score(random.nextInt(50) / 50.0, random.nextInt(3) == 0))
            .toArray(Score[]::new);

    assertThat(area(scores)).isNotNull().isCloseTo(byPairs(scores), Offset.offset(1e-12));
  }

  private static double byPairs(Score... scores) {
    double won = 0;
    long pairs = 0;
    for (Score second : scores) {
      for (Score first : scores) {
        if (second.second() && !first.second()) {
          pairs++;
          won += 0.5 * (1 + Math.signum(second.probability() - first.probability()));
        }
      }
    }
    return won / pairs;
  }

  private @Nullable Double area(Score... scores) throws IOException {
    try (AreaUnderCurve area = new AreaUnderCurve(folder.resolve("scores"))) {
      for (Score score : scores) {
        area.add(score.probability(), score.second());
      }
      return area.value();
    }
  }

  private record Score(double probability, boolean second) {}

  private static Score score(double probability, boolean second) {
    return new Score(probability, second);
  }
}
