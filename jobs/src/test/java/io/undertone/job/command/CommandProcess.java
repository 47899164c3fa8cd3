package io.undertone.job.command;

import io.undertone.job.kafka.TestReviews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a command in a process of its own; stderr goes where stdout goes. */
final class CommandProcess {

  /**
   * Lets the process hear of Ctrl-C, which one does not that was started in the background. It
   * becomes the process, so the id is the same.
   */
  static final Path ENV = Path.of("/usr/bin/env");

  private CommandProcess() {}

  static Process start(String name, String... options) throws IOException {
    return startWith(List.of(), name, options);
  }

  /** The same with further options of Java. */
  static Process startWith(List<String> javaOptions, String name, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ENV.toString());
    command.add("--default-signal=INT");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    for (String part : List.of("lang", "util", "time", "util.concurrent", "nio")) {
      command.add("--add-opens=java.base/java." + part + "=ALL-UNNAMED");
    }
    command.addAll(javaOptions);
    command.add(Undertone.class.getName());
    command.addAll(List.of(name, "--model", TestReviews.BUNDLE.toString()));
    command.addAll(List.of(options));
    ProcessBuilder java = new ProcessBuilder(command).redirectErrorStream(true);
    java.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return java.start();
  }
}
