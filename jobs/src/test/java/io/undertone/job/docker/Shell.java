package io.undertone.job.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands of this machine, each within a bound. */
final class Shell {

  private static final int FAILED = 127;

  private Shell() {}

  /** How a command ended, and what it said on both streams. */
  record Said(int code, String text) {

    boolean succeeded() {
      return code == 0;
    }
  }

  static Said run(Duration max, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("said-", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Said(FAILED, "no end after " + max.toSeconds() + " s");
      }
      return new Said(process.exitValue(), Files.readString(output, UTF_8).strip());
    } finally {
      Files.delete(output);
    }
  }

  /** The same, where there may be no such command. */
  static Said tryToRun(Duration max, List<String> command) throws InterruptedException {
    try {
      return run(max, Map.of(), command);
    } catch (IOException missing) {
      return new Said(FAILED, String.valueOf(missing.getMessage()));
    }
  }
}
