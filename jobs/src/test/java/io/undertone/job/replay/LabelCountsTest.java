package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelCountsTest {

  private final LabelCounts counts = new LabelCounts(List.of("negative", "positive"));

  @Test
  void tellsKnownLabelsFromUnknownOnesAndFromNone() {
    assertThat(counts.add("positive")).isTrue();
    assertThat(counts.add("Positive")).isFalse();
    assertThat(counts.add("1")).isFalse();
    assertThat(counts.add("1")).isFalse();
    assertThat(counts.add(null)).isFalse();

    assertThat(counts.without()).isEqualTo(1);
    assertThat(counts.unknown().total()).isEqualTo(3);
    assertThat(counts.unknown().inWords()).isEqualTo("1 (2), Positive (1)");
  }
}
