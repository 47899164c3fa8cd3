package io.undertone.job.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual of each command, as {@code --help} shows it. */
class HelpTest {

  private final StringWriter messages = new StringWriter();

  @Test
  void helpsWithEveryCommand() {
    for (String command :
        new String[] {"demo", "run", "replay", "classify", "generate", "models", "bench"}) {
      assertThat(run(command, "--help")).isZero();
    }
    assertThat(messages.toString()).isEmpty();
  }

  @Test
  void takesWhatPeopleTypeForHelp() {
    for (String[] asked :
        new String[][] {
          {"help"}, {"-h"}, {"--help"}, {"help", "run"}, {"run", "-h"}, {"models", "help", "list"}
        }) {
      assertThat(run(asked)).as(String.join(" ", asked)).isZero();
    }
    assertThat(messages.toString()).isEmpty();
    assertThat(run("help", "nonsense")).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith("Unmatched argument at index 0: 'nonsense'")
        .contains("See 'undertone --help' for what there is.");
  }

  @Test
  void saysItsVersion() throws IOException {
    String shown = new Version().getVersion()[0];

    assertThat(shown).matches("undertone \\d+\\.\\d+\\.\\d+, Java [^ ]+, .+");
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains(
            "<version>"
                + shown.substring("undertone ".length(), shown.indexOf(','))
                + "</version>");
    for (String asked : new String[] {"--version", "-V", "version"}) {
      assertThat(run(asked)).isZero();
    }
    assertThat(messages.toString()).isEmpty();
  }

  /** A list of commands shows the first paragraph alone, and each is wrapped by itself. */
  @Test
  void helpsInWholeSentences() {
    for (CommandSpec command : commands(new CommandLine(new CommandLines()))) {
      assertThat(command.usageMessage().description())
          .as(command.qualifiedName())
          .isNotEmpty()
          .allMatch(paragraph -> paragraph.endsWith("."));
      for (OptionSpec option : command.options()) {
        assertThat(option.description())
            .as(command.qualifiedName() + " " + option.longestName())
            .singleElement(STRING)
            .endsWith(".");
      }
    }
  }

  @Test
  void saysHowDurationsAndTimesAreWrittenWhereACommandTakesThem() {
    CommandLine line = CommandLines.commandLine(new PrintWriter(messages), (words, failure) -> {});
    String duration = "T is a duration: a number followed by ms, s, min, h or d";

    assertThat(help(line, "run")).contains(duration).containsOnlyOnce("TIME is a date");
    assertThat(help(line, "demo")).contains(duration).doesNotContain("TIME is a date");
    assertThat(help(line, "generate")).doesNotContain(duration);
    assertThat(help(requireNonNull(line.getSubcommands().get("models")), "deploy"))
        .contains(duration);
  }

  @Test
  void showsOnlyWhatACommandUses() {
    CommandLine line = new CommandLine(new CommandLines());
    UnusedOptions.hide(line);

    assertThat(help(line, "classify")).contains("--batch").doesNotContain("--state-backend");
    assertThat(help(line, "replay")).contains("--state-backend").doesNotContain("--checkpoint-dir");
    assertThat(help(line, "run")).contains("--checkpoint-dir", "--transactional-id-prefix");
  }

  private int run(String... arguments) {
    return CommandLines.execute(new PrintWriter(messages, true), arguments);
  }

  private static List<CommandSpec> commands(CommandLine line) {
    return Stream.concat(
            Stream.of(line.getCommandSpec()),
            line.getSubcommands().values().stream().flatMap(each -> commands(each).stream()))
        .toList();
  }

  private static String help(CommandLine line, String command) {
    return requireNonNull(line.getSubcommands().get(command)).getUsageMessage();
  }
}
