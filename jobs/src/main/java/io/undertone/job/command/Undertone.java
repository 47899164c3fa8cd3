package io.undertone.job.command;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The main class, of the launcher and of {@code flink run}. The commands are in {@link
 * CommandLines}.
 */
public final class Undertone {

  /** System property with the log level of Flink and Kafka, for log4j2.properties. */
  private static final String LOG_LEVEL = "undertone.log.level";

  /** System property with the log level of task failures. */
  private static final String FAILURES_LEVEL = "undertone.log.failures";

  private Undertone() {}

  /**
   * Runs one command. On this machine the process ends with its exit code: 0 success, 1 failure, 2
   * wrong usage. On a cluster Flink owns the process, so a failure is thrown instead. Its message
   * has the reason, since some of Flink's pages show only that; the cause is the original
   * exception.
   */
  public static void main(String[] arguments) {
    if (List.of(arguments).contains(OutputOptions.VERBOSE)) {
      System.setProperty(LOG_LEVEL, "info");
    }
    if (List.of(arguments).contains(RunCommand.NAME)) { // which goes on after a failure
      System.setProperty(FAILURES_LEVEL, "warn");
    }
    Secrets secrets = new Secrets();
    AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    BiConsumer<String, Throwable> failures =
        (words, thrown) -> failure.set(new Failure(words, thrown));
    if (JobEnvironment.isLocal()) {
      Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // or some lines have other figures
      Stdout stdout = Stdout.install();
      System.setErr(secrets.hiding(System.err)); // also what commands, jobs and logs print
      int exitCode = CommandLines.execute(secrets, failures, arguments);
      System.exit(
          stdout.failure() == null ? exitCode : reportLost(stdout.failure(), failure.get()));
    }
    int exitCode = CommandLines.execute(secrets, failures, arguments);
    if (exitCode != 0) {
      throw thrown(exitCode, failure.get());
    }
  }

  /** A failure as it was reported. */
  private record Failure(String words, Throwable thrown) {}

  private static IllegalStateException thrown(int exitCode, @Nullable Failure failure) {
    String ended = "Undertone ended with exit code " + exitCode;
    return failure == null
        ? new IllegalStateException(ended + "; what it printed says why")
        : new IllegalStateException(ended + ": " + failure.words(), failure.thrown());
  }

  /** Reports lost results, unless the command has reported a failure; returns the exit code. */
  private static int reportLost(JobException lost, @Nullable Failure failure) {
    if (failure == null) {
      System.err.println(lost.getMessage());
    }
    return CommandLines.FAILURE;
  }
}
