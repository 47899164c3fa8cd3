package io.undertone.job.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.cell.Model;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectedReview;
import io.undertone.event.Sentiment;
import io.undertone.job.JobException;
import io.undertone.job.SentimentJson;
import io.undertone.job.SentimentPipeline;
import io.undertone.job.SentimentPipeline.Results;
import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.dataset.Row;
import io.undertone.job.dataset.Rows;
import io.undertone.job.local.RunningJob;
import io.undertone.job.local.TemporaryFolder;
import io.undertone.job.replay.report.Moods;
import io.undertone.job.replay.report.Roc;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.repeat.DropRepeats;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.SentimentSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * Data sets through the graph of the live job: sorted into each user's order first, then read as
 * fast as the results can be written. There are no checkpoints, and no watermarks before the end:
 * after a failure a replay begins again, and memory expires by the reviews' own times.
 */
public final class Replay {

  /** Shards per subtask: with several, none waits long for the largest. */
  private static final int SHARDS_PER_SUBTASK = 4;

  private static final String SENTIMENTS = "sentiments.jsonl";
  static final String REJECTED = "rejected.jsonl";
  private static final String REPORT = "report.html";
  private static final String METRICS = "metrics.json";
  private static final int BUFFER_BYTES = 1 << 20;

  /** Rows of a file that are looked at for the names of its fields. */
  private static final int ROWS_LOOKED_AT_MAX = 100;

  private final ModelSource source;
  private final SentimentSettings settings;
  private final Labelling labelling;
  private final DatasetReader reader;
  private final Dataset dataset;
  private final Path results;
  private final boolean textsShown;

  /** A replay of files into a folder; its report shows no texts. */
  public Replay(
      ModelSource source,
      SentimentSettings settings,
      Labelling labelling,
      List<DatasetFile> files,
      Path results) {
    this(source, settings, labelling, files, results, false);
  }

  /**
   * @param textsShown whether the report shows what users wrote
   */
  public Replay(
      ModelSource source,
      SentimentSettings settings,
      Labelling labelling,
      List<DatasetFile> files,
      Path results,
      boolean textsShown) {
    this.source = source;
    this.settings =
        settings
            .with(settings.limits().withLabels())
            .with(settings.format().with(RecordFormat.Key.JSON));
    this.labelling = labelling;
    this.reader = new DatasetReader(this.settings.limits(), this.settings.format(), labelling);
    this.dataset = Dataset.of(files);
    this.results = results;
    this.textsShown = textsShown;
  }

  /** Runs to the end; either all files are written whole, or none is touched. */
  public Replayed run(StreamExecutionEnvironment environment, Progress progress) throws Exception {
    long start = System.nanoTime();
    try (TemporaryFolder work = TemporaryFolder.beside(results, ".replay-");
        var lease = source.lease(settings.device());
        Tally tally = new Tally(lease.model().manifest().labels(), work.path());
        Rejects rejects = new Rejects(work.path())) {
      Dataset files = dataset.readableTwice(work.path());
      Shards shards =
          new Shards(
              files,
              reader,
              rejects,
              work.path(),
              SHARDS_PER_SUBTASK * environment.getParallelism());
      List<Path> paths = shards.write(progress::read);
      long rows = shards.rows() + rejects.count();
      requireRows(rows);
      progress.begin(shards.rows());
      Path written = work.path().resolve(SENTIMENTS);
      long duplicates = duplicates(stream(environment, paths, written, tally, rejects, progress));
      rejects.write(work.path().resolve(REJECTED), files);
      Moods moods = tally.moods();
      Roc roc = tally.roc();
      ReplayMetrics metrics = metrics(lease.model(), tally, moods, roc, rejects, duplicates, start);
      new ReplayReport(dataset, settings, labelling, textsShown)
          .write(work.path().resolve(REPORT), rows, metrics, tally, moods, roc, paths);
      publish(work.path(), metrics);
      progress.end(rejects);
      return new Replayed(
          metrics,
          new Replayed.Request(
              dataset.inWords(),
              lease.model().manifest().labels(),
              settings.format(),
              labelling,
              results),
          new Replayed.Findings(rows, fields(files), tally.labelCounts(), shards.times()));
    }
  }

  private void requireRows(long rows) {
    if (rows == 0) {
      throw new JobException(
          "Reading " + dataset.inWords(), "at least one row", "none", "Give another --dataset.");
    }
  }

  /** What the first row that can be read calls its fields. */
  private List<String> fields(Dataset files) throws IOException {
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

  /** What the graph counted of reviews whose id it had scored before. */
  private static long duplicates(JobExecutionResult result) {
    Object count = result.getAccumulatorResult(DropRepeats.DUPLICATES);
    return count instanceof Number number ? number.longValue() : 0;
  }

  private JobExecutionResult stream(
      StreamExecutionEnvironment environment,
      List<Path> shards,
      Path written,
      Tally tally,
      Rejects rejects,
      Progress progress)
      throws Exception {
    Results out = SentimentPipeline.define(records(environment, shards), source, settings);
    CloseableIterator<Sentiment> sentiments = out.sentiments().collectAsync();
    CloseableIterator<RejectedReview> rejected =
        out.rejected().map(Replay::withoutBytes).returns(RejectedReview.TYPE).collectAsync();
    try (RunningJob job = RunningJob.start(environment, "undertone replay")) {
      CompletableFuture<Void> rejectsRead =
          CompletableFuture.runAsync(() -> rejected.forEachRemaining(rejects::add));
      write(sentiments, written, tally, progress);
      rejectsRead.get();
      job.await();
      return job.client().getJobExecutionResult().get();
    }
  }

  private static DataStream<RawRecord> records(
      StreamExecutionEnvironment environment, List<Path> shards) {
    var paths =
        shards.stream()
            .map(shard -> new org.apache.flink.core.fs.Path(shard.toUri()))
            .toArray(org.apache.flink.core.fs.Path[]::new);
    return environment
        .fromSource(
            FileSource.forRecordStreamFormat(new ShardFormat(), paths).build(),
            WatermarkStrategy.noWatermarks(),
            "reviews from data sets",
            RawRecord.TYPE)
        .uid("reviews-from-data-sets");
  }

  /** Keeps reason and place only: Flink hands no record over that is above 2 MiB. */
  private static RejectedReview withoutBytes(RejectedReview rejected) {
    return new RejectedReview(
        null,
        null,
        rejected.reason(),
        rejected.detail(),
        rejected.topic(),
        rejected.partition(),
        rejected.offset());
  }

  private void write(
      CloseableIterator<Sentiment> sentiments, Path written, Tally tally, Progress progress)
      throws IOException {
    SentimentJson json = new SentimentJson(source.manifest().labels());
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(written), BUFFER_BYTES)) {
      while (sentiments.hasNext()) {
        Sentiment sentiment = sentiments.next();
        out.write(json.write(sentiment));
        out.write('\n');
        tally.add(sentiment);
        progress.scored(tally.reviews());
      }
    }
  }

  private ReplayMetrics metrics(
      Model model,
      Tally tally,
      Moods moods,
      @Nullable Roc roc,
      Rejects rejects,
      long duplicates,
      long start) {
    Confusion confusion = tally.confusion();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new ReplayMetrics(
        model.manifest().id(),
        word(settings.remembering().memory()),
        model.device(),
        word(model.executor(settings.batching().executor())),
        tally.reviews(),
        rejects.count(),
        rejects.byReason(),
        duplicates,
        confusion.labelled(),
        tally.reviews() - confusion.labelled(),
        confusion.accuracy(),
        confusion.macroF1(),
        roc == null ? null : roc.area(),
        confusion.table(),
        tally.tokens(),
        tally.truncated(),
        moods.users(),
        seconds,
        tally.reviews() / seconds,
        tally.tokens() / seconds,
        tally.surprise());
  }

  /** The metrics go last: if they are new, all files are. */
  private void publish(Path work, ReplayMetrics metrics) throws IOException {
    Files.writeString(
        work.resolve(METRICS),
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(metrics) + "\n");
    for (String done : List.of(SENTIMENTS, REJECTED, REPORT, METRICS)) {
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
