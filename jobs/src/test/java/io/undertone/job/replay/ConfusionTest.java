package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ConfusionTest {

  private final Confusion confusion = new Confusion(List.of("negative", "positive"));

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

  private void add(String gold, String predicted, int times) {
    for (int i = 0; i < times; i++) {
      confusion.add(gold, predicted);
    }
  }
}
