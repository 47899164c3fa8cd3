package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValueCountsTest {

  private final ValueCounts counts = new ValueCounts();

  @Test
  void namesTheTenMostFrequentInBoundedMemory() {
    for (int i = 0; i < 5_000; i++) {
      counts.add("label " + i);
    }
    counts.add("label 7");

    assertThat(counts.total()).isEqualTo(5_001);
    assertThat(counts.mostFrequent()).hasSize(10).first().isEqualTo("label 7");
    assertThat(counts.inWords()).startsWith("label 7 (2), label 0 (1), ").endsWith(" and others");
  }

  @Test
  void showsAValueOnOneLineAndNotWithoutEnd() {
    counts.add("a\nb" + "x".repeat(100));

    assertThat(counts.inWords()).isEqualTo("a\\u000ab" + "x".repeat(32) + "… (1)");
  }

  @Test
  void showsValuesSoThatTheyCanBeToldApart() {
    List.of(" good", "good\u00a0", "go\u200bod", "a\nb", "very good").forEach(counts::add);

    assertThat(counts.inWords())
        .isEqualTo("' good' (1), a\\u000ab (1), good\\u00a0 (1), go\\u200bod (1), very good (1)");
  }
}
