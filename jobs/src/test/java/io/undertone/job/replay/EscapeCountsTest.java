package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeCountsTest {

  private final EscapeCounts counts = new EscapeCounts();

  @ParameterizedTest
  @ValueSource(strings = {"Good.\\nSee it.", "Good.\\r\\nSee it.", "a\\tb", "C:\\\\next"})
  void saysThatALineEndOrATabIsWrittenInLetters(String text) {
    Stream.of(text, "Good.\nSee it.", "Bad.").forEach(counts::add);

    assertThat(counts.hint())
        .isEqualTo(
            "Reviews with the two characters \\n, \\r or \\t, as databases write a line end or a"
                + " tab: 1 of 3. They are read as letters; make blanks of them by"
                + " sed -E 's/\\\\+[nrt]/ /g' FILE > NEW_FILE.");
  }

  @Test
  void saysNothingOfAStrayOneOrOfOtherBackslashes() {
    Stream.generate(() -> "AC\\DC \\o/ \\").limit(100).forEach(counts::add);
    counts.add("C:\\temp");

    assertThat(counts.hint()).isNull();
    counts.add("a\\nb");
    assertThat(counts.hint()).contains(" 2 of 102. ");
  }
}
