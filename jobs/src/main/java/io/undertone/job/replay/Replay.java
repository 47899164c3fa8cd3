package io.undertone.job.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.cell.Model;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectedReview;
import io.undertone.event.Sentiment;
import io.undertone.job.RunningJob;
import io.undertone.job.SentimentJson;
import io.undertone.job.SentimentPipeline;
import io.undertone.job.SentimentPipeline.Results;
import io.undertone.job.TemporaryFolder;
import io.undertone.operator.ModelSource;
import io.undertone.operator.SentimentSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * Data sets through the graph of the live job: sorted into each user's order first, then read as
 * fast as the results can be written. There are no checkpoints and no watermarks before the end:
 * what fails is begun again, and memory expires by the reviews' own times.
 */
public final class Replay {

  /** Shards per subtask: with several, none waits long for the largest. */
  private static final int SHARDS_PER_SUBTASK = 4;

  private static final String SENTIMENTS = "sentiments.jsonl";
  private static final String METRICS = "metrics.json";
  private static final int BUFFER_BYTES = 1 << 20;

  private final ModelSource source;
  private final SentimentSettings settings;
  private final DatasetReader reader;
  private final List<Path> files;
  private final Path results;

  /**
   * @param reader how rows become records
   * @param results folder of what is written
   */
  Replay(
      ModelSource source,
      SentimentSettings settings,
      DatasetReader reader,
      List<Path> files,
      Path results) {
    this.source = source;
    this.settings = settings.with(settings.limits().withLabels());
    this.reader = reader;
    this.files = List.copyOf(files);
    this.results = results;
  }

  /** A replay of files into a folder; a rating from which on a review is positive, or null. */
  public static Replay of(
      ModelSource source,
      SentimentSettings settings,
      @Nullable Double positiveRating,
      List<Path> files,
      Path results) {
    return new Replay(source, settings, new DatasetReader(positiveRating), files, results);
  }

  /** Runs to the end; either both files are written whole, or none is touched. */
  public ReplayMetrics run(StreamExecutionEnvironment environment, Progress progress)
      throws Exception {
    long start = System.nanoTime();
    try (TemporaryFolder work = TemporaryFolder.beside(results, ".replay-");
        var lease = source.lease(settings.device());
        Tally tally = new Tally(lease.model().manifest().labels(), work.path())) {
      Shards shards =
          new Shards(files, reader, work.path(), SHARDS_PER_SUBTASK * environment.getParallelism());
      List<Path> paths = shards.write(progress::read);
      progress.begin(shards.rows());
      Path written = work.path().resolve(SENTIMENTS);
      Rejects rejects = stream(environment, paths, written, tally, progress);
      ReplayMetrics metrics = metrics(lease.model(), tally, rejects.count(), start);
      publish(written, work.path().resolve(METRICS), metrics);
      progress.end(rejects);
      return metrics;
    }
  }

  private Rejects stream(
      StreamExecutionEnvironment environment,
      List<Path> shards,
      Path written,
      Tally tally,
      Progress progress)
      throws Exception {
    Results out = SentimentPipeline.define(records(environment, shards), source, settings);
    CloseableIterator<Sentiment> sentiments = out.sentiments().collectAsync();
    CloseableIterator<RejectedReview> rejected =
        out.rejected().map(Replay::withoutBytes).returns(RejectedReview.TYPE).collectAsync();
    try (RunningJob job = RunningJob.start(environment, "undertone replay")) {
      Rejects rejects = new Rejects();
      CompletableFuture<Void> rejectsRead =
          CompletableFuture.runAsync(() -> rejected.forEachRemaining(rejects::add));
      write(sentiments, written, tally, progress);
      rejectsRead.get();
      job.await();
      return rejects;
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

  /** Only reason and place are told here; Flink hands no record over that is above 2 MiB. */
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

  private ReplayMetrics metrics(Model model, Tally tally, long rejected, long start)
      throws IOException {
    Confusion confusion = tally.confusion();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new ReplayMetrics(
        model.manifest().id(),
        word(settings.remembering().memory()),
        model.device(),
        word(model.executor(settings.batching().executor())),
        tally.reviews(),
        rejected,
        confusion.labelled(),
        tally.reviews() - confusion.labelled(),
        confusion.accuracy(),
        confusion.macroF1(),
        tally.auc(),
        confusion.table(),
        tally.tokens(),
        tally.truncated(),
        tally.users(),
        seconds,
        tally.reviews() / seconds,
        tally.tokens() / seconds,
        tally.surprise());
  }

  private void publish(Path sentiments, Path metricsAside, ReplayMetrics metrics)
      throws IOException {
    Files.writeString(
        metricsAside,
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(metrics) + "\n");
    for (Path done : List.of(sentiments, metricsAside)) {
      Files.move(
          done,
          results.resolve(done.getFileName()),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
