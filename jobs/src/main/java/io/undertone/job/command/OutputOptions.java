package io.undertone.job.command;

import picocli.CommandLine.Option;

/** How much a command says of itself; every command has these. */
public final class OutputOptions {

  /** The flag that {@code main} looks for before any logger exists. */
  public static final String VERBOSE = "--verbose";

  @Option(names = VERBOSE, description = "Show Flink's and Kafka's own log lines too.")
  boolean verbose;

  @Option(names = "--stacktrace", description = "On failure, show where it happened.")
  boolean stacktrace;

  @Option(names = "--help", usageHelp = true, description = "Show this text and end.")
  boolean help;
}
