package io.undertone.job.command;

import io.undertone.job.JobEnvironment;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The main class: of the launcher and of {@code flink run} alike. It knows no command; they are in
 * {@code io.undertone.job.command}.
 */
public final class Undertone {

  /** What log4j2.properties of the launcher takes the level of Flink and Kafka from. */
  private static final String LOG_LEVEL = "undertone.log.level";

  /** What it takes the level of a task's failure from. */
  private static final String FAILURES_LEVEL = "undertone.log.failures";

  private Undertone() {}

  /**
   * Runs one command. On this machine the process ends with its exit code: 0 success, 1 failure, 2
   * wrong usage. On a cluster Flink owns the process, so a failure is thrown instead, and with it
   * its reason: that a job has ended before is no failure to Flink.
   */
  public static void main(String[] arguments) {
    if (List.of(arguments).contains(OutputOptions.VERBOSE)) {
      System.setProperty(LOG_LEVEL, "info");
    }
    if (List.of(arguments).contains(RunCommand.NAME)) { // which goes on after a failure
      System.setProperty(FAILURES_LEVEL, "warn");
    }
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    int exitCode = CommandLines.execute(failure::set, arguments);
    if (JobEnvironment.isLocal()) {
      System.exit(exitCode);
    } else if (exitCode != 0) {
      throw new IllegalStateException("Undertone ended with exit code " + exitCode, failure.get());
    }
  }
}
