package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.job.replay.report.Roc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
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

  @Test
  void drawsTheCurveWithFewPoints() throws IOException {
    Random random = new Random(SEED);
    try (AreaUnderCurve area = new AreaUnderCurve(folder.resolve("curve"))) {
      for (int review = 0; review < 5000; review++) {
        boolean second = random.nextBoolean();
        area.add(Math.min(1, random.nextDouble() * (second ? 1.4 : 1)), second);
      }
      Roc roc = Objects.requireNonNull(area.roc());

      assertThat(roc.points()).hasSizeBetween(100, 210);
      assertThat(trapezoids(roc)).isCloseTo(roc.area(), Offset.offset(0.01));
    }
  }

  /** The area under the points, which begin and end in the corners. */
  private static double trapezoids(Roc roc) throws IOException {
    JsonNode points = new ObjectMapper().valueToTree(roc.points());
    assertThat(points.get(0).toString()).isEqualTo("{\"mistaken\":0.0,\"found\":0.0}");
    assertThat(points.get(points.size() - 1).toString())
        .isEqualTo("{\"mistaken\":1.0,\"found\":1.0}");
    double area = 0;
    for (int at = 1; at < points.size(); at++) {
      JsonNode from = points.get(at - 1);
      JsonNode to = points.get(at);
      area +=
          (to.path("mistaken").asDouble() - from.path("mistaken").asDouble())
              * (to.path("found").asDouble() + from.path("found").asDouble())
              / 2;
    }
    return area;
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
      Roc roc = area.roc();
      return roc == null ? null : (Double) roc.area();
    }
  }

  private record Score(double probability, boolean second) {}

  private static Score score(double probability, boolean second) {
    return new Score(probability, second);
  }
}
