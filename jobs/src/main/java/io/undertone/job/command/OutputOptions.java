package io.undertone.job.command;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of every command: how much it prints. */
final class OutputOptions {

  /** {@code main} looks for this flag before any logger exists. */
  static final String VERBOSE = "--verbose";

  static final String HELP = "--help";

  @Spec(Target.MIXEE)
  CommandSpec command;

  @Option(names = VERBOSE, description = "Also show the log lines of Flink and Kafka.")
  boolean verbose;

  @Option(names = "--stacktrace", description = "On failure, also show the stack trace.")
  boolean stacktrace;

  @Option(
      names = {"-h", HELP},
      usageHelp = true,
      description = "Show this text and exit.")
  boolean help;

  /** Where messages go, as opposed to results. */
  PrintWriter messages() {
    return command.commandLine().getErr();
  }
}
