package io.undertone.job.command;

import io.undertone.operator.settings.Answering;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Adds to the help of commands how durations and times are written, if they take some. */
final class Notations {

  private static final String TIME =
      "%nTIME is a date, an ISO 8601 time (UTC if it names no zone) or milliseconds since 1970:"
          + " 2024-08-01, 2024-08-01T18:00:00Z, 1722535200000.";

  private static final Map<Class<?>, String> BY_TYPE = new LinkedHashMap<>();

  static {
    BY_TYPE.put(
        Duration.class,
        "%nT is a duration: a number followed by ms, s, min, h or d (10s, 365d), or 0.");
    BY_TYPE.put(Answering.class, TIME);
    BY_TYPE.put(Instant.class, TIME);
  }

  private Notations() {}

  /** Adds them to the help of all subcommands. */
  static void explain(CommandLine line) {
    for (CommandLine command : line.getSubcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      spec.usageMessage().footer(of(spec).toArray(String[]::new));
      explain(command);
    }
  }

  private static List<String> of(CommandSpec command) {
    List<String> notations = new ArrayList<>();
    for (Map.Entry<Class<?>, String> notation : BY_TYPE.entrySet()) {
      if (!notations.contains(notation.getValue())
          && command.options().stream().anyMatch(option -> shows(option, notation.getKey()))) {
        notations.add(notation.getValue());
      }
    }
    return notations;
  }

  private static boolean shows(OptionSpec option, Class<?> type) {
    return !option.hidden() && option.type() == type;
  }
}
