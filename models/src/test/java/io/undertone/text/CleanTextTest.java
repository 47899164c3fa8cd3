package io.undertone.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CleanTextTest {

  @Test
  void lowersAsciiLettersOnly() {
    assertThat(CleanText.of("AZaz \u0130\u0131\u017f\u00c4\u03a3\u212a", true))
        .isEqualTo("azaz \u0130\u0131\u017f\u00c4\u03a3\u212a");
    assertThat(CleanText.single('Z', true)).isEqualTo('z');
  }

  @Test
  void lowersNothingWhereTheModelWasTrainedSo() {
    String text = "AZ";
    assertThat(CleanText.of(text, false)).isSameAs(text);
    assertThat(CleanText.of("AZ\ud83d", false)).isEqualTo("AZ\ufffd");
    assertThat(CleanText.single('Z', false)).isEqualTo('Z');
  }

  @Test
  void replacesLoneSurrogatesAndKeepsPairs() {
    assertThat(CleanText.of("\ud83d", false)).isEqualTo("\ufffd");
    assertThat(CleanText.of("a\udc4d\ud83db", true)).isEqualTo("a\ufffd\ufffdb");
    assertThat(CleanText.of("\ud83d\ud83d\udc4d\udc4d", true)).isEqualTo("\ufffd👍\ufffd");
    assertThat(CleanText.of("😀 fine", true)).isEqualTo("😀 fine");
  }

  @Test
  void givesAnUnchangedTextItselfBack() {
    String text = "nothing to change here, ничего";
    assertThat(CleanText.of(text, true)).isSameAs(text);
  }
}
