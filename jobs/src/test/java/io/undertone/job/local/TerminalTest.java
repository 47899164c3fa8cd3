package io.undertone.job.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Colours are for people who want them. */
class TerminalTest {

  private static final Map<String, String> USUAL = Map.of("TERM", "xterm-256color");

  @Test
  void showsColoursWhereAPersonWatches() {
    assertThat(terminal("120", USUAL).showsColours()).isTrue();
    assertThat(terminal("120", USUAL).paint(0.99, "good"))
        .isEqualTo("\u001b[38;5;34mgood\u001b[0m");
    assertThat(terminal("120", USUAL).paint(0.01, "bad")).isEqualTo("\u001b[38;5;160mbad\u001b[0m");
  }

  @Test
  void theScaleGoesFromRedToGreenAndNoFurther() {
    Terminal terminal = terminal("120", USUAL);
    for (double red : new double[] {-1, 0, 0.14}) {
      assertThat(terminal.paint(red, "")).isEqualTo("\u001b[38;5;160m\u001b[0m");
    }
    assertThat(terminal.paint(0.5, "")).isEqualTo("\u001b[38;5;142m\u001b[0m");
    for (double green : new double[] {0.86, 1, 2}) {
      assertThat(terminal.paint(green, "")).isEqualTo("\u001b[38;5;34m\u001b[0m");
    }
  }

  @Test
  void showsNoneInAFileOrAPipe() {
    assertThat(terminal(null, USUAL).showsColours()).isFalse();
    assertThat(terminal(null, USUAL).paint(0.99, "good")).isEqualTo("good");
    assertThat(terminal(null, USUAL).columns()).isEqualTo(Terminal.COLUMNS_DEFAULT);
  }

  @Test
  void showsNoneWhereTheyAreNotWanted() {
    assertThat(terminal("120", Map.of("NO_COLOR", "")).showsColours()).isFalse();
    assertThat(terminal("120", Map.of("TERM", "dumb")).showsColours()).isFalse();
  }

  @Test
  void takesWidthsThatCanBeRead() {
    assertThat(terminal("120", USUAL).columns()).isEqualTo(120);
    assertThat(terminal(" 120\n", USUAL).columns()).isEqualTo(120);
    assertThat(terminal("7", USUAL).columns()).isEqualTo(60);
    assertThat(terminal("900", USUAL).columns()).isEqualTo(200);
    assertThat(terminal("wide", USUAL).columns()).isEqualTo(Terminal.COLUMNS_DEFAULT);
  }

  private static Terminal terminal(@Nullable String columns, Map<String, String> environment) {
    return Terminal.of(new PrintStream(OutputStream.nullOutputStream()), columns, environment);
  }
}
