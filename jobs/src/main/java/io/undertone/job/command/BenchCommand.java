package io.undertone.job.command;

import io.undertone.job.bench.Bench;
import io.undertone.job.bench.BenchReport;
import io.undertone.operator.SentimentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast it is here. */
@Command(
    name = "bench",
    description = {
      "Measures the engine and the whole pipeline on this machine; takes some minutes.",
      "A table goes to stderr, JSON to a file or to stdout."
    })
final class BenchCommand implements Callable<Integer> {

  @Mixin OutputOptions output;
  @Mixin SharedOptions shared;

  @Option(
      names = "--dataset",
      paramLabel = "FILE",
      description = "Take the texts from there. Default: the bundled sample.")
  @Nullable Path dataset;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the JSON to a file.")
  @Nullable Path json;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds, whose median counts. Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Time of each row in each round. Default: ${DEFAULT-VALUE}.")
  int seconds;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchCommand() {}

  @Override
  public Integer call() throws Exception {
    SentimentSettings settings = shared.settings();
    if (rounds < 1 || seconds < 1) {
      throw shared.wrong("--rounds and --seconds have to be at least 1.");
    }
    Bench.Plan plan =
        new Bench.Plan(
            rounds,
            Duration.ofSeconds(seconds),
            shared.localParallelism(),
            shared.checkpointInterval,
            dataset);
    BenchReport report = new Bench(shared.modelSource(), settings, plan, System.err::println).run();
    report.print(System.err);
    write(report.json());
    return CommandLines.SUCCESS;
  }

  private void write(String report) throws IOException {
    if (json == null) {
      System.out.print(report);
    } else {
      Files.writeString(json, report);
    }
  }
}
