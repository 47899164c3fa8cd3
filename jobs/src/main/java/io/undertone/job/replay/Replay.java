package io.undertone.job.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.cell.Model;
import io.undertone.job.JobException;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.dataset.Row;
import io.undertone.job.dataset.Rows;
import io.undertone.job.local.SavepointFolder;
import io.undertone.job.local.ShutdownGuard;
import io.undertone.job.local.TemporaryFolder;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.SentimentSettings;
import io.undertone.operator.tokenize.ScriptCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Runs data sets through the graph of the live job: sorted into each user's order first, then as
 * fast as the results can be written. There are no checkpoints: after a failure a replay begins
 * again. And no watermarks: memories end by the reviews' own timestamps.
 */
public final class Replay {

  /** Shards per subtask: several, so that no subtask waits long for the largest one. */
  private static final int SHARDS_PER_SUBTASK = 4;

  private static final String SENTIMENTS = "sentiments.jsonl";
  static final String REJECTED = "rejected.jsonl";
  private static final String REPORT = "report.html";
  private static final String METRICS = "metrics.json";

  /** The files of a replay's results, in the order in which they get there. */
  public static final List<String> RESULTS = List.of(SENTIMENTS, REJECTED, REPORT, METRICS);

  /** Rows of a file that are tried for the names of its fields. */
  private static final int ROWS_LOOKED_AT_MAX = 100;

  private final ModelSource source;
  private final SentimentSettings settings;
  private final Labelling labelling;
  private final Dataset dataset;
  private final Path results;
  private final boolean textsShown;
  private final @Nullable SavepointFolder savepoint;

  /**
   * @param settings if only reviews from a time on are answered, only those before it are read
   * @param textsShown whether the report shows what users wrote
   * @param savepoint where the memories go in the end; null if they are not kept
   */
  public Replay(
      ModelSource source,
      SentimentSettings settings,
      Labelling labelling,
      List<DatasetFile> files,
      Path results,
      boolean textsShown,
      @Nullable SavepointFolder savepoint) {
    this.source = source;
    this.settings =
        settings
            .with(settings.limits().forDataset())
            .with(settings.format().with(RecordFormat.Key.JSON));
    this.labelling = labelling;
    this.dataset = Dataset.of(files);
    this.results = results;
    this.textsShown = textsShown;
    this.savepoint = savepoint;
  }

  /** Runs to the end; writes either all files completely or none. */
  @SuppressWarnings("try") // it only has to be open
  public ReplayResult run(StreamExecutionEnvironment environment, Progress progress)
      throws Exception {
    long start = System.nanoTime();
    try (TemporaryFolder work = TemporaryFolder.beside(results, ".replay-", "--out");
        ShutdownGuard here = new ShutdownGuard();
        var lease = source.lease(settings.device());
        Tally tally = new Tally(lease.model().manifest().labels(), work.path());
        Rejects rejects = new Rejects(work.path())) {
      Dataset files = dataset.readableTwice(work.path());
      ScriptCounts scripts = new ScriptCounts(lease.model());
      EscapeCounts escapes = new EscapeCounts();
      Consumer<String> texts =
          text -> {
            scripts.add(text);
            escapes.add(text);
          };
      DatasetReader reader =
          new DatasetReader(settings.limits(), settings.format(), labelling, texts);
      Shards shards =
          new Shards(
              files,
              reader,
              rejects,
              work.path(),
              SHARDS_PER_SUBTASK * environment.getParallelism(),
              settings.answering().isPartial() ? settings.answering().from() : Long.MAX_VALUE);
      List<Path> paths = shards.write(progress::read);
      long rows = shards.rows() + rejects.count();
      requireRows(rows + shards.leftOut());
      FirstRow first = new FirstRow(fields(files, reader));
      reader.counts().requireNamed(dataset.inWords(), first); // before any is scored
      progress.begin(shards.rows());
      Path written = work.path().resolve(SENTIMENTS);
      ReplayJob.Outcome outcome =
          new ReplayJob(source, settings, savepoint)
              .run(environment, paths, written, tally, rejects::add, progress);
      rejects.write(work.path().resolve(REJECTED), files);
      Totals totals = Totals.of(tally);
      ReplayMetrics metrics = metrics(lease.model(), totals, rejects, outcome.duplicates(), start);
      new ReplayReport(dataset, settings, labelling, textsShown)
          .write(work.path().resolve(REPORT), rows, metrics, totals, paths);
      publish(shards, outcome.savepoint());
      publish(work.path(), metrics);
      progress.end(rejects);
      return new ReplayResult(
          metrics,
          request(tally),
          new ReplayResult.Findings(
              rows,
              first,
              reader.counts(),
              scripts.hint(),
              escapes.hint(),
              tally.labelCounts(),
              shards.times(),
              shards.reviews(),
              shards.newest()));
    } catch (IOException failure) {
      throw new JobException(
          "Replaying into " + results,
          "a disk that takes what is sorted and what is written",
          JobException.found(failure),
          "Make room, or give another --out; what was there before is as it was.",
          failure);
    }
  }

  private ReplayResult.Request request(Tally tally) {
    return new ReplayResult.Request(
        dataset.inWords(), tally.labels(), settings.format(), labelling, results);
  }

  private void requireRows(long rows) {
    if (rows == 0) {
      throw new JobException(
          "Reading " + dataset.inWords(), "at least one row", "none", "Give another --dataset.");
    }
  }

  /** The fields of the first row that can be read. */
  private static List<String> fields(Dataset files, DatasetReader reader) throws IOException {
    for (DatasetFile file : files.files()) {
      try (Rows rows = file.open()) {
        Row row = rows.next();
        for (int looked = 0; row != null && looked < ROWS_LOOKED_AT_MAX; looked++) {
          List<String> fields = row.json() == null ? List.of() : reader.fieldsOf(row.json());
          if (!fields.isEmpty()) {
            return fields;
          }
          row = rows.next();
        }
      }
    }
    return List.of();
  }

  private ReplayMetrics metrics(
      Model model, Totals totals, Rejects rejects, long duplicates, long start) {
    Tally tally = totals.tally();
    ConfusionMatrix confusion = tally.confusion();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new ReplayMetrics(
        model.manifest().id(),
        word(settings.remembering().memory()),
        model.device().label(),
        word(model.executor(settings.batching().executor())),
        tally.reviews(),
        rejects.count(),
        rejects.byReason(),
        duplicates,
        confusion.labelled(),
        tally.reviews() - confusion.labelled(),
        confusion.accuracy(),
        confusion.macroF1(),
        totals.roc() == null ? null : totals.roc().area(),
        confusion.table(),
        tally.tokens(),
        tally.truncated(),
        totals.moods().users(),
        seconds,
        tally.reviews() / seconds,
        tally.tokens() / seconds,
        tally.surprise());
  }

  /** Publishes no savepoint without reviews. */
  private void publish(Shards shards, @Nullable Path saved) throws IOException {
    if (savepoint != null && saved != null && shards.reviews() > 0) {
      savepoint.publish(saved);
    }
  }

  /** Moves the metrics last: if they are new, all files are. */
  private void publish(Path work, ReplayMetrics metrics) throws IOException {
    Files.writeString(
        work.resolve(METRICS),
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(metrics) + "\n");
    for (String done : RESULTS) {
      Files.move(
          work.resolve(done),
          results.resolve(done),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    }
  }

  static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
