package io.undertone.job.command;

import io.undertone.job.JobException;
import io.undertone.job.Terminal;
import io.undertone.job.replay.Progress;
import io.undertone.job.replay.Replay;
import io.undertone.job.replay.ReplayMetrics;
import io.undertone.operator.ModelSource;
import io.undertone.operator.RecordFormat;
import io.undertone.operator.SentimentSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Data sets through the live graph, with metrics. */
@Command(
    name = "replay",
    description = {
      "Sends data sets (JSONL, plain or .gz) through the graph of the live job, as fast as it"
          + " goes.",
      "Writes DIR/sentiments.jsonl and DIR/metrics.json."
    })
final class ReplayCommand implements Callable<Integer> {

  @Mixin OutputOptions output;
  @Mixin SharedOptions shared;
  @Mixin ExplainOption explaining;
  @Mixin RecordOptions records;

  @Option(
      names = "--dataset",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "JSONL files; rows are read in the order of time, seq, file, line.")
  List<Path> files;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the results.")
  Path results;

  @Option(
      names = "--positive-rating",
      paramLabel = "N",
      description = "Relabel: ratings from N on are positive, others negative.")
  @Nullable Double positiveRating;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ReplayCommand() {}

  @Override
  public Integer call() throws Exception {
    SentimentSettings settings =
        shared
            .settings()
            .withExplained(explaining.explain)
            .with(records.format(RecordFormat.Key.TEXT));
    files.forEach(ReplayCommand::requireFile);
    ModelSource model = shared.modelSource();
    settings.requireFit(model.manifest());
    StreamExecutionEnvironment environment =
        shared.environment().parallelism(shared.localParallelism(), shared.maxParallelism).create();
    shared.sayStateMemory();
    Replay replay = Replay.of(model, settings, positiveRating, files, results);
    report(replay.run(environment, new Progress(System.err, Terminal.isWatched())));
    return CommandLines.SUCCESS;
  }

  private void report(ReplayMetrics metrics) {
    System.err.printf(
        Locale.ROOT,
        "%,d reviews of %,d users in %.1f s: %,.0f reviews/s, %,.0f tokens/s on %s; %,d"
            + " rejected.%n",
        metrics.reviews(),
        metrics.users(),
        metrics.seconds(),
        metrics.reviewsPerSecond(),
        metrics.tokensPerSecond(),
        metrics.device(),
        metrics.rejected());
    if (metrics.accuracy() != null) {
      System.err.printf(
          Locale.ROOT,
          "Of %,d labelled: accuracy %.4f, macro F1 %.4f, AUC %s.%n",
          metrics.labelled(),
          metrics.accuracy(),
          metrics.macroF1(),
          metrics.auc() == null ? "none" : String.format(Locale.ROOT, "%.4f", metrics.auc()));
    }
    if (metrics.surprise() != null) {
      System.err.printf(
          Locale.ROOT,
          "Surprise %.4f nats per token: perplexity %.3f.%n",
          metrics.surprise(),
          Math.exp(metrics.surprise()));
    }
    System.err.println("Results: " + results.resolve("sentiments.jsonl") + " and metrics.json");
  }

  private static void requireFile(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new JobException(
          "Reading the data set " + file,
          "a file that can be read",
          Files.isDirectory(file) ? "a folder" : "none",
          "Check the path given to --dataset.");
    }
  }
}
