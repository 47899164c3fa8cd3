package io.undertone.job.bench;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import io.undertone.job.broker.EmbeddedBroker;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.KafkaJob;
import io.undertone.job.kafka.TopicReader;
import io.undertone.job.local.FlinkUri;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Rows of the whole job between topics of an in-process broker, as {@code run} starts it. The
 * broker, the producer and the consumers share the same cores.
 */
final class PipelineRows {

  private static final Duration POLL = Duration.ofMillis(10);

  /**
   * Time between two polls of a topic that is filled at the top rate, and between two looks at what
   * is committed: each costs the broker work.
   */
  private static final Duration GLANCE = Duration.ofMillis(50);

  /** How long the bench waits for a result before it gives up. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

  /** Share of the reviews that are warm-up, and not timed. */
  private static final double WARM_UP = 0.25;

  /** The same at half the rate, where the job runs already. */
  private static final double WARM_UP_HALF = 0.1;

  private final EmbeddedBroker broker;
  private final ModelSource model;
  private final SentimentSettings settings;
  private final PipelineSetup setup;
  private final Workload work;
  private final ReviewFeed feed;
  private int rounds;

  PipelineRows(
      EmbeddedBroker broker,
      ModelSource model,
      SentimentSettings settings,
      PipelineSetup setup,
      Workload work) {
    this.broker = broker;
    this.model = model;
    this.settings = settings;
    this.setup = setup;
    this.work = work;
    this.feed = new ReviewFeed(broker.bootstrapServers(), work);
  }

  /** The results of a round; times in ms. */
  record Measured(Rate top, Rate half, double p50, double p99, double committedP99) {

    /** The row at half the rate. */
    BenchRow half(int threads, int slots) {
      return new BenchRow(
          RowName.PIPELINE_HALF.code(),
          threads,
          slots,
          half.reviewsPerSecond(),
          half.tokensPerSecond(),
          p50,
          p99,
          committedP99);
    }
  }

  /**
   * Runs the job once: first over a topic that is full already, then fed at half of that rate.
   *
   * @param full reviews on the topic before the job starts
   * @param half how long it is fed
   */
  Measured run(int full, Duration half) throws Exception {
    KafkaConfig kafka = topics();
    feed.sendAll(kafka.reviews(), full);
    try (TopicReader seen = TopicReader.uncommitted(broker.bootstrapServers(), kafka.sentiments());
        CommitWatch commits = new CommitWatch(broker.bootstrapServers(), kafka.sentiments());
        RunningJob job = RunningJob.start(environment(kafka), "undertone bench")) {
      Run run = new Run(kafka, seen, commits, job);
      Rate top = top(run, full);
      awaitCommitted(run, CompletableFuture.completedFuture(seen.positions()));
      return half(run, top, full, half);
    }
  }

  /** A running job, its topics, a reader of its results, and how far these are committed. */
  private record Run(KafkaConfig kafka, TopicReader seen, CommitWatch commits, RunningJob job) {}

  /** Looks until all before these positions is committed; they may become known meanwhile. */
  private static void awaitCommitted(
      Run run, CompletableFuture<Map<TopicPartition, Long>> positions) {
    while (!positions.isDone() || !run.commits().reached(positions.join())) {
      requireRunning(run.job());
      LockSupport.parkNanos(GLANCE.toNanos());
      run.commits().look();
    }
  }

  private KafkaConfig topics() throws InterruptedException {
    String suffix = "-" + rounds++;
    KafkaConfig kafka =
        new KafkaConfig(
            broker.bootstrapServers(),
            "reviews" + suffix,
            "sentiments" + suffix,
            "rejected" + suffix,
            "bench" + suffix,
            Map.of(),
            false);
    broker.createTopics(setup.threads(), kafka.reviews(), kafka.sentiments(), kafka.rejected());
    return kafka;
  }

  private StreamExecutionEnvironment environment(KafkaConfig kafka) {
    StreamExecutionEnvironment environment =
        new JobEnvironment()
            .parallelism(setup.threads(), setup.maxParallelism())
            .stateBackend(setup.stateBackend())
            .checkpoints(
                setup.checkpointInterval(), FlinkUri.of(broker.folder().resolve("checkpoints")))
            .create();
    new KafkaJob(kafka, new ExactlyOnce(kafka.group(), setup.checkpointInterval()))
        .define(environment, model, settings);
    return environment;
  }

  /** The rate of results, from the end of warming up to the last one. */
  private Rate top(Run run, int full) throws InterruptedException {
    int count = 0;
    while (count < WARM_UP * full) {
      count += glance(run.seen(), run.job());
    }
    int first = count;
    long start = System.nanoTime();
    while (count < full) {
      count += glance(run.seen(), run.job());
    }
    return rate(first, count, System.nanoTime() - start);
  }

  private static int glance(TopicReader seen, RunningJob job) throws InterruptedException {
    Thread.sleep(GLANCE.toMillis());
    return poll(seen, job).size();
  }

  /**
   * Feeds the job at half of its rate.
   *
   * @param from number of the first review: those before it have been sent, and with {@code
   *     --unique-reviews} none is answered again
   */
  private Measured half(Run run, Rate top, int from, Duration time) throws Exception {
    double perSecond = top.reviewsPerSecond() / 2;
    int fed = (int) Math.max(10, perSecond * time.toMillis() / 1000);
    int first = (int) (WARM_UP_HALF * fed);
    Latencies latencies = new Latencies(fed);
    CompletableFuture<Map<TopicPartition, Long>> positions = new CompletableFuture<>();
    long start = System.nanoTime();
    String topic = run.kafka().reviews();
    var feeding = inThread(() -> feed.sendEvenly(topic, from, fed, perSecond, latencies));
    var watching = inThread(() -> awaitCommitted(run, positions));
    Rate rate;
    try {
      read(run.seen(), from, latencies, run.job());
      rate = rate(from, from + fed, System.nanoTime() - start);
      positions.complete(run.seen().positions());
    } finally {
      positions.cancel(false); // if reading failed, there is nothing to watch for
    }
    CompletableFuture.allOf(feeding, watching).get();
    return new Measured(
        top,
        rate,
        latencies.percentile(0.50, first),
        latencies.percentile(0.99, first),
        latencies.untilCommitted(run.commits()).percentile(0.99, first));
  }

  private Rate rate(int from, int to, long nanos) {
    long tokens = 0;
    for (int review = from; review < to; review++) {
      tokens += work.tokens(review).length;
    }
    return Rate.of(to - from, tokens, nanos);
  }

  private static void read(TopicReader reader, int from, Latencies latencies, RunningJob job) {
    while (!latencies.complete()) {
      var results = poll(reader, job);
      long now = System.nanoTime();
      for (var result : results) {
        int number = ReviewFeed.number(result);
        if (number >= from) { // an earlier one that was sent twice may come late
          latencies.seen(number - from, now, result.partition(), result.offset());
        }
      }
    }
  }

  /** The next results; throws if the job has failed or sends none. */
  private static List<ConsumerRecord<byte[], byte[]>> poll(TopicReader reader, RunningJob job) {
    long deadline = System.nanoTime() + SILENCE_MAX.toNanos();
    var results = reader.poll(POLL);
    while (results.isEmpty()) {
      requireRunning(job);
      if (System.nanoTime() > deadline) {
        throw new JobException(
            "Waiting for results of the job",
            "some within %d s".formatted(SILENCE_MAX.toSeconds()),
            "none",
            "Leave the machine to the bench, or look where Java waits, by jstack.");
      }
      results = reader.poll(POLL);
    }
    return results;
  }

  private static void requireRunning(RunningJob job) {
    if (job.ended().isDone()) {
      job.ended().join();
    }
  }

  private static CompletableFuture<Void> inThread(Runnable work) {
    return CompletableFuture.runAsync(work, each -> new Thread(each, "bench pipeline").start());
  }
}
