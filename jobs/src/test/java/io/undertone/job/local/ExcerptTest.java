package io.undertone.job.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

  private static final String LETTERS = "x".repeat(599);

  @Test
  void leavesATextThatFitsAsItIs() {
    assertThat(Excerpt.of("")).isEmpty();
    assertThat(Excerpt.of(LETTERS + "y")).isEqualTo(LETTERS + "y");
  }

  @Test
  void cutsALongTextBetweenWholeCharacters() {
    assertThat(Excerpt.of(LETTERS + "yz")).isEqualTo(LETTERS + "y…");
    assertThat(Excerpt.of(LETTERS + "🐌🐌")).isEqualTo(LETTERS + "…");
    assertThat(Excerpt.of("🐌".repeat(400))).isEqualTo("🐌".repeat(300) + "…");
  }
}
