package io.undertone.job.command;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.local.Counted;
import io.undertone.job.local.DisplayNames;
import io.undertone.job.local.FlinkUri;
import io.undertone.job.local.SavepointFolder;
import io.undertone.job.local.Terminal;
import io.undertone.job.replay.Labelling;
import io.undertone.job.replay.Progress;
import io.undertone.job.replay.Replay;
import io.undertone.job.replay.ReplayMetrics;
import io.undertone.job.replay.ReplayResult;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.SentimentSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs data sets through the live graph, with metrics. */
@Command(
    name = "replay",
    description = {
      "Sends data sets through the steps of the live job, as fast as possible.",
      "Writes DIR/sentiments.jsonl, DIR/rejected.jsonl, DIR/metrics.json and"
          + " DIR/report.html. The report is a page for a browser and needs no network."
    })
final class ReplayCommand implements Callable<Integer> {

  @Mixin OutputOptions output;
  @Mixin JobOptions job;
  @Mixin ExplainOption explaining;
  @Mixin RecordOptions records;
  @Mixin EncodingOption text;
  @Mixin LabelOptions labels;

  @Option(
      names = "--dataset",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "JSONL, one JSON array, or CSV with a header. Each may be plain or gzip. The form"
              + " is recognised by content. Each user's rows are read in the order of time, seq,"
              + " file and line.")
  List<Path> files;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results.")
  Path results;

  @Option(
      names = "--report-texts",
      description = "Show the texts of the reviews that report.html names. Default: ids only.")
  boolean reportTexts;

  @Option(
      names = "--savepoint",
      paramLabel = "DIR",
      description =
          "Write the memories of all users as a savepoint, to a local folder that does not"
              + " exist yet. run --restore-from DIR --start-from TIME goes on from it.")
  @Nullable Path savepoint;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ReplayCommand() {}

  @Override
  public Integer call() throws Exception {
    SentimentSettings settings =
        job.settings()
            .withExplained(explaining.explain)
            .with(records.format(RecordFormat.Key.TEXT));
    if (records.value == RecordFormat.Value.REGISTRY) {
      throw new WrongUsage(
          "--value is registry; it has to be json, connect or debezium, since files of text have no"
              + " frames.");
    }
    Labelling labelling = labels.labelling();
    List<DatasetFile> dataset = readable(files, text.encoding, "--dataset", output.messages());
    requireDistinct();
    requireKept();
    ModelSource model = job.scoring.modelSource();
    labels.requireKnown(model.manifest().labels(), model.manifest().id());
    settings.requireFit(model.manifest());
    if (savepoint == null) {
      replay(model, settings, labelling, dataset, null);
    } else {
      requireApart(savepoint);
      job.scoring.requireRemembering(model.manifest(), "--savepoint");
      try (SavepointFolder folder = SavepointFolder.at(savepoint, "--savepoint")) {
        replay(model, settings, labelling, dataset, folder);
      }
    }
    return CommandLines.SUCCESS;
  }

  /** A file that is given twice would be remembered twice. Pipes cannot be compared. */
  private void requireDistinct() throws IOException {
    Map<Path, Path> given = new HashMap<>();
    for (Path file : files) {
      Path other = Files.isRegularFile(file) ? given.put(file.toRealPath(), file) : null;
      if (other != null) {
        throw new WrongUsage(
            "--dataset names one file twice, as %s and as %s; give it once."
                .formatted(other, file));
      }
    }
  }

  /** A data set in the folder of the results would be lost if it is called like one of them. */
  private void requireKept() throws IOException {
    for (String name : Replay.RESULTS) {
      Path result = results.resolve(name);
      for (Path file : files) {
        if (Files.exists(result) && Files.isSameFile(file, result)) {
          throw new WrongUsage(
              "--dataset names %s, which the results in --out %s would replace; give another --out."
                  .formatted(file, results));
        }
      }
    }
  }

  /** The savepoint is moved to its folder, so nothing else may be written there before. */
  private void requireApart(Path savepoint) {
    Path memories = savepoint.toAbsolutePath().normalize();
    Path out = results.toAbsolutePath().normalize();
    if (out.startsWith(memories) || memories.startsWith(out)) {
      throw new WrongUsage(
          "--savepoint %s and --out %s are one folder, or one is in the other; give two that are apart."
              .formatted(savepoint, results));
    }
    Path here = Path.of("").toAbsolutePath();
    if (here.startsWith(memories)) {
      throw new WrongUsage(
          "--savepoint %s holds the folder %s, where this command runs; give one that is not there yet."
              .formatted(savepoint, here));
    }
  }

  private void replay(
      ModelSource model,
      SentimentSettings settings,
      Labelling labelling,
      List<DatasetFile> dataset,
      @Nullable SavepointFolder memories)
      throws Exception {
    JobEnvironment environment =
        job.environment().parallelism(job.localParallelism(), job.maxParallelism);
    if (memories != null) {
      environment.savepoints(FlinkUri.of(memories.half()));
    }
    job.sayStateMemory();
    ReplayResult replayed =
        new Replay(model, settings, labelling, dataset, results, reportTexts, memories)
            .run(environment.create(), new Progress(System.err, Terminal.isWatched()));
    report(replayed.metrics());
    replayed.hints().forEach(System.err::println);
    if (memories != null && replayed.reviewsRead() > 0) {
      System.err.printf(
          "Memories: %s. Go on with run --restore-from %s --start-from TIME; the newest review is"
              + " of %s.%n",
          memories.target(), memories.target(), Instant.ofEpochMilli(replayed.newest()));
    }
    replayed.requireMeaningful();
  }

  private void report(ReplayMetrics metrics) {
    System.err.printf(
        Locale.ROOT,
        "%s of %s in %.1f s%s on %s; %,d rejected.%n",
        Counted.of(metrics.reviews(), "review"),
        Counted.of(metrics.users(), "user"),
        metrics.seconds(),
        pace(metrics.reviewsPerSecond(), metrics.tokensPerSecond()),
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
    System.err.println(
        "Results: "
            + results.resolve("sentiments.jsonl")
            + ", rejected.jsonl and metrics.json; to look at: "
            + results.resolve("report.html"));
  }

  /**
   * How fast it was; nothing of less than a review a second, where all the time was the start's.
   */
  static String pace(double reviewsPerSecond, double tokensPerSecond) {
    return reviewsPerSecond < 1
        ? ""
        : String.format(
            Locale.ROOT, ": %,.0f reviews/s, %,.0f tokens/s", reviewsPerSecond, tokensPerSecond);
  }

  /**
   * The files of a data set. Empty ones are left out, since programs write them as marks beside the
   * data; if all are empty, they are refused. Every file that cannot be read is named, before any
   * work is done for another.
   */
  static List<DatasetFile> readable(
      List<Path> paths, Charset encoding, String option, PrintWriter messages) {
    Map<Boolean, List<DatasetFile>> byEmpty =
        paths.stream()
            .map(path -> DatasetFile.of(path, encoding))
            .collect(Collectors.partitioningBy(DatasetFile::isEmpty));
    List<DatasetFile> filled = byEmpty.getOrDefault(false, List.of());
    List<DatasetFile> empty = byEmpty.getOrDefault(true, List.of());
    List<JobException> unreadable = new ArrayList<>();
    for (DatasetFile file : filled.isEmpty() ? empty : filled) {
      try {
        file.check();
      } catch (JobException failure) {
        unreadable.add(failure.naming("--dataset", option));
      }
    }
    for (int each = 0; each < unreadable.size() - 1; each++) {
      messages.println(unreadable.get(each).getMessage());
    }
    if (!unreadable.isEmpty()) {
      throw unreadable.get(unreadable.size() - 1);
    }
    if (!empty.isEmpty()) {
      List<String> names =
          empty.stream().map(file -> String.valueOf(file.path().getFileName())).toList();
      messages.printf(
          Locale.ROOT,
          "Empty files of %s, which are left out: %,d, %s.%n",
          option,
          empty.size(),
          DisplayNames.of(names));
    }
    return filled;
  }
}
