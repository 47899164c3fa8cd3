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
    assertThat(counts.withUnknown()).isEqualTo(3);
    assertThat(counts.unknownInWords()).isEqualTo("1 (2), Positive (1)");
  }

  @Test
  void namesTheTenMostFrequentInBoundedMemory() {
    for (int i = 0; i < 5_000; i++) {
      counts.add("label " + i);
    }
    counts.add("label 7");

    assertThat(counts.withUnknown()).isEqualTo(5_001);
    assertThat(counts.unknown()).hasSize(10).first().isEqualTo("label 7");
    assertThat(counts.unknownInWords())
        .startsWith("label 7 (2), label 0 (1), ")
        .endsWith(" and others");
  }

  @Test
  void showsALabelOnOneLineAndNotWithoutEnd() {
    counts.add("a\nb" + "x".repeat(100));

    assertThat(counts.unknownInWords()).isEqualTo("a b" + "x".repeat(37) + "… (1)");
  }
}
