package io.undertone.job.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {

  @Test
  void fillsUpToTheWidth() {
    assertThat(Cells.left("ann", 5)).isEqualTo("ann  ");
    assertThat(Cells.right("ann", 5)).isEqualTo("  ann");
  }

  @Test
  void cutsWhatIsWider() {
    assertThat(Cells.cut("wonderful", 5)).isEqualTo("wond…");
    assertThat(Cells.cut("wonderful", 9)).isEqualTo("wonderful");
    assertThat(Cells.cut("wonderful", 0)).isEmpty();
  }

  @Test
  void countsEastAsianLettersAndEmojiAsTwoColumns() {
    assertThat(Cells.left("很好", 5)).isEqualTo("很好 ");
    assertThat(Cells.cut("很好看", 5)).isEqualTo("很好…");
    assertThat(Cells.left("😀", 3)).isEqualTo("😀 ");
  }

  @Test
  void keepsToOneLine() {
    assertThat(Cells.cut("a\nb\tc\u001b[31m", 20)).isEqualTo("a b c [31m");
  }
}
