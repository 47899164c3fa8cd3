package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that stand where a path is expected, and are none. */
class PathOptionsTest {

  private final StringWriter messages = new StringWriter();

  @Test
  void makesNoFolderThatIsCalledLikeTheSignOfHome() {
    assertThat(run("replay", "--dataset", "x", "--out=~/y")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "Invalid value for option '--out': it begins with ~, which a shell replaces only"
                + " where a word begins; write a blank before it, not =, or the whole path");

    messages.getBuffer().setLength(0);
    assertThat(run("memory", "--from=~/y")).isEqualTo(1);
    assertThat(messages)
        .hasToString(
            lines(
                "Looking for ~/y: expected a whole path, found one that begins with ~, which a"
                    + " shell replaces only where a word begins. Write a blank before it, not =,"
                    + " or the whole path."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--positive_rating", "-x"})
  void takesNoMisspeltOptionForOneMoreFile(String word) {
    assertThat(run("replay", "--dataset", "a.csv", word, "4", "--out", "y")).isEqualTo(2);
    assertThat(messages.toString()).startsWith("Unknown options: '%s', '4'".formatted(word));
  }

  @Test
  void takesNoOptionForTheFirstFile() {
    assertThat(run("replay", "--out", "y", "--dataset", "--wrong")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith(
            "Invalid value for option '--dataset' at index 0 (FILE): '--wrong' is no option here;"
                + " for a file of that name write ./--wrong");
  }

  @Test
  void takesADashForStdin() {
    assertThat(run("replay", "--out", "y", "--dataset", "-")).isEqualTo(1);
    assertThat(messages.toString()).contains("found none. Give /dev/stdin for stdin.");
  }

  private int run(String... arguments) {
    return CommandLines.execute(new PrintWriter(messages, true), arguments);
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }
}
