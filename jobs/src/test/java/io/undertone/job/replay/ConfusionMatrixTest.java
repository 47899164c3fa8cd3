package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfusionMatrixTest {

  private final ConfusionMatrix confusion = new ConfusionMatrix(List.of("negative", "positive"));

  @Test
  void countsEachGoldLabelAgainstEachPrediction() {
    add("negative", "negative", 3);
    add("negative", "positive", 1);
    add("positive", "positive", 4);
    add("positive", "negative", 2);

    assertThat(confusion.labelled()).isEqualTo(10);
    assertThat(confusion.accuracy()).isEqualTo(0.7);
    assertThat(confusion.macroF1()).isCloseTo((6 / 9.0 + 8 / 11.0) / 2, Offset.offset(1e-12));
    assertThat(confusion.table())
        .isEqualTo(
            Map.of(
                "negative", Map.of("negative", 3L, "positive", 1L),
                "positive", Map.of("negative", 2L, "positive", 4L)));
  }

  @Test
  void saysNothingWhereNothingIsLabelled() {
    assertThat(confusion.labelled()).isZero();
    assertThat(confusion.accuracy()).isNull();
    assertThat(confusion.macroF1()).isNull();
  }

  @Test
  void countsALabelThatNeverOccursAsZero() {
    add("positive", "positive", 5);

    assertThat(confusion.accuracy()).isEqualTo(1.0);
    assertThat(confusion.macroF1()).isEqualTo(0.5);
  }

  /**
   * A label counts 0 where it is neither true nor predicted anywhere, and all of the model's labels
   * share the mean.
   */
  @ParameterizedTest
  @CsvSource({
    // labels   gold       predicted  F1 of each label        macro F1
    "n p,       n n p p,   n p p p,   .666667 .8,             .733333",
    "n p,       n n n n,   n n n n,   1 0,                    .5",
    "n p,       n n n n,   p p p p,   0 0,                    0",
    "n p,       p,         p,         0 1,                    .5",
    "n 0 p,     n n p p,   n p p p,   .666667 0 .8,           .488889",
    "n 0 p,     n n p p,   n 0 p p,   .666667 0 1,            .555556",
    "n 0 p,     n 0 p p,   n p p p,   1 0 .8,                 .6",
    "n 0 p,     n 0 p,     n 0 p,     1 1 1,                  1",
    "n 0 p,     0 0,       0 0,       0 1 0,                  .333333",
    "n 0 p,     0 0 n,     p p p,     0 0 0,                  0",
  })
  void meansTheF1OfAllTheModelsLabels(
      String labels, String gold, String predicted, String each, double macro) {
    List<String> known = List.of(labels.split(" "));
    ConfusionMatrix table = new ConfusionMatrix(known);
    String[] answers = predicted.split(" ", -1);
    String[] truths = gold.split(" ", -1);
    for (int review = 0; review < truths.length; review++) {
      table.add(truths[review], answers[review]);
    }
    double mean =
        Stream.of(each.split(" ")).mapToDouble(Double::parseDouble).average().orElseThrow();

    assertThat(table.macroF1()).isCloseTo(macro, Offset.offset(1e-6));
    assertThat(table.macroF1()).isCloseTo(mean, Offset.offset(1e-6));
    assertThat(each.split(" ")).hasSize(known.size());
  }

  private void add(String gold, String predicted, int times) {
    for (int i = 0; i < times; i++) {
      confusion.add(gold, predicted);
    }
  }
}
