package io.undertone.job.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextColumnsTest {

  @Test
  void fillsUpToTheWidth() {
    assertThat(TextColumns.left("ann", 5)).isEqualTo("ann  ");
    assertThat(TextColumns.right("ann", 5)).isEqualTo("  ann");
  }

  @Test
  void cutsWhatIsWider() {
    assertThat(TextColumns.cut("wonderful", 5)).isEqualTo("wond…");
    assertThat(TextColumns.cut("wonderful", 9)).isEqualTo("wonderful");
    assertThat(TextColumns.cut("wonderful", 1)).isEqualTo("…");
    assertThat(TextColumns.cut("wonderful", 0)).isEmpty();
  }

  @Test
  void countsEastAsianLettersAndEmojiAsTwoColumns() {
    assertThat(TextColumns.left("很好", 5)).isEqualTo("很好 ");
    assertThat(TextColumns.cut("很好看", 5)).isEqualTo("很好…");
    for (String wide : List.of("😀", "⭐", "✅", "⌚", "⭕", "한", "！", "𠀀", "、")) {
      assertThat(TextColumns.left(wide, 3)).isEqualTo(wide + " ");
    }
    for (String narrow : List.of("€", "★", "☆", "…", "ｶ", "→")) {
      assertThat(TextColumns.left(narrow, 3)).isEqualTo(narrow + "  ");
    }
  }

  @Test
  void countsNoColumnForWhatJoinsTheLetterBeforeIt() {
    for (String one : List.of("e\u0301", "a\u20dd", "\u200fa", "a\ufe0f")) {
      assertThat(TextColumns.right(one, 3)).isEqualTo("  " + one);
      assertThat(TextColumns.cut(one + "bcd", 3)).isEqualTo(one + "b…");
    }
  }

  @Test
  void keepsToOneLine() {
    assertThat(TextColumns.cut("a\nb\tc\u001b[31m", 20)).isEqualTo("a b c [31m");
  }
}
