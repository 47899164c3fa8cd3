package io.undertone.job.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Options that a command accepts, since all commands that score accept the same, but that have no
 * effect on it. Its help omits them, and the command says so if one is given.
 */
final class UnusedOptions {

  private static final Map<String, List<String>> BY_COMMAND =
      Map.of(
          "demo", List.of("--transactional-id-prefix"),
          "replay",
              List.of("--checkpoint-dir", "--checkpoint-interval", "--transactional-id-prefix"),
          "bench", List.of("--checkpoint-dir", "--transactional-id-prefix"),
          "classify",
              List.of(
                  "--delay-max",
                  "--parallelism",
                  "--max-parallelism",
                  "--memory-spare",
                  "--state-mismatch",
                  "--state-backend",
                  "--checkpoint-dir",
                  "--checkpoint-interval",
                  "--transactional-id-prefix",
                  "--unique-reviews",
                  "--unique-for"));

  /** Options that have no effect unless another one is given. */
  private static final Map<String, String> ONLY_WITH = Map.of("--unique-for", "--unique-reviews");

  private UnusedOptions() {}

  /** Takes them out of the help of each command. */
  static void hide(CommandLine line) {
    for (CommandLine command : line.getSubcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      for (String unused : BY_COMMAND.getOrDefault(spec.name(), List.of())) {
        OptionSpec option = spec.findOption(unused);
        spec.remove(option);
        spec.addOption(OptionSpec.builder(option).hidden(true).build());
      }
    }
  }

  /** Says which of the options that were given do nothing. */
  static void say(ParseResult command) {
    String name = command.commandSpec().name();
    List<String> allUnused = BY_COMMAND.getOrDefault(name, List.of());
    for (String unused : allUnused) {
      if (command.hasMatchedOption(unused)) {
        err(command).printf("%s has no use for %s.%n", name, unused);
      }
    }
    ONLY_WITH.forEach(
        (option, other) -> {
          if (command.hasMatchedOption(option)
              && !command.hasMatchedOption(other)
              && !allUnused.contains(option)) {
            err(command).printf("%s has no effect without %s.%n", option, other);
          }
        });
  }

  private static PrintWriter err(ParseResult command) {
    return command.commandSpec().commandLine().getErr();
  }
}
