package io.undertone.job.command;

import io.undertone.job.JobException;
import io.undertone.job.bench.Bench;
import io.undertone.job.bench.PipelineSetup;
import io.undertone.job.bench.Plan;
import io.undertone.job.bench.Report;
import io.undertone.job.bench.RowName;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.operator.settings.SentimentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the speed on this machine. */
@Command(
    name = "bench",
    description = {
      "Measures the engine and the whole pipeline on this machine. This takes some" + " minutes.",
      "Warms up first, in whole rounds, until Java's compilers are idle, but for three"
          + " minutes at most.",
      "Writes a table to stderr, and JSON to a file or to stdout."
    })
final class BenchCommand implements Callable<Integer> {

  private static final int ROUNDS_MAX = 1000;
  private static final int SECONDS_MAX = 3600;

  @Mixin OutputOptions output;
  @Mixin JobOptions job;
  @Mixin EncodingOption text;

  @Option(
      names = "--dataset",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files to take the texts from, as for replay. Default: the bundled sample.")
  List<Path> datasets = List.of();

  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "ROW",
      description = "Rows to measure: ${COMPLETION-CANDIDATES}. Default: all.",
      completionCandidates = Rows.class)
  List<String> rows = RowName.codes();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Number of rounds. Results are medians over the rounds. Default:" + " ${DEFAULT-VALUE}.")
  int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description =
          "Minimum time of each row in each round, in seconds. Default: ${DEFAULT-VALUE}.")
  int seconds = 3;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "File for the JSON. Default: stdout.")
  @Nullable Path json;

  /** The candidates that {@code --help} lists. */
  static final class Rows extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Rows() {
      super(RowName.codes());
    }
  }

  @Override
  public Integer call() throws Exception {
    SentimentSettings settings = job.settings();
    Plan plan = plan();
    if (json != null) {
      requireFolder(json);
    }
    Report report = new Bench(job.scoring.modelSource(), settings, plan, System.err::println).run();
    if (json == null) {
      System.out.print(report.json());
    } else {
      write(report.json(), json);
    }
    return CommandLines.SUCCESS;
  }

  private Plan plan() {
    WrongUsage.requireWithin("--rounds", rounds, ROUNDS_MAX);
    WrongUsage.requireWithin("--seconds", seconds, SECONDS_MAX);
    return new Plan(
        wanted(),
        rounds,
        Duration.ofSeconds(seconds),
        given("--batch") ? (Integer) job.scoring.batch : null,
        datasets.stream().map(file -> DatasetFile.of(file, text.encoding)).toList(),
        new PipelineSetup(
            job.localParallelism(), job.maxParallelism, job.stateBackend, job.checkpointInterval));
  }

  private Set<RowName> wanted() {
    Set<RowName> wanted = EnumSet.noneOf(RowName.class);
    for (String row : rows) {
      wanted.add(
          RowName.of(row)
              .orElseThrow(
                  () ->
                      new WrongUsage(
                          "--rows: '%s' is none of %s."
                              .formatted(row, String.join(", ", RowName.codes())))));
    }
    return wanted;
  }

  private boolean given(String option) {
    return output.command.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Checked first: minutes of measuring must not end with a report that cannot be written. */
  private static void requireFolder(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    boolean there = folder != null && Files.isDirectory(folder);
    if (!there || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw new JobException(
          "Preparing the report " + file,
          "a file in a folder that can be written",
          Files.isDirectory(file) ? "a folder" : there ? "one that cannot" : "no such folder",
          "Make the folder, or give another --json.");
    }
  }

  /** Writes a temporary file and moves it, so that the report is complete or absent. */
  private static void write(String report, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, report);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
