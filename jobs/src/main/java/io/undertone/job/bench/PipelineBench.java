package io.undertone.job.bench;

import io.undertone.job.JobEnvironment;
import io.undertone.job.RunningJob;
import io.undertone.job.broker.EmbeddedBroker;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaEnds;
import io.undertone.job.kafka.KafkaJob;
import io.undertone.job.kafka.TopicReader;
import io.undertone.operator.ModelSource;
import io.undertone.operator.SentimentSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The whole job between topics of an in-process broker, as {@code run} would start it, on the same
 * cores as the broker, its producer and its consumers.
 */
final class PipelineBench {

  private static final Duration POLL = Duration.ofMillis(20);

  /** How long the job may say nothing before the bench gives up. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

  /** Share of the results that the job may take to get going; the rest are timed. */
  private static final double WARM_UP = 0.25;

  private final EmbeddedBroker broker;
  private final ModelSource model;
  private final SentimentSettings settings;
  private final int threads;
  private final Duration checkpointInterval;
  private final BenchReviews reviews;
  private int rounds;

  PipelineBench(
      EmbeddedBroker broker,
      ModelSource model,
      SentimentSettings settings,
      int threads,
      Duration checkpointInterval,
      BenchTexts texts) {
    this.broker = broker;
    this.model = model;
    this.settings = settings;
    this.threads = threads;
    this.checkpointInterval = checkpointInterval;
    this.reviews = new BenchReviews(broker.bootstrapServers(), texts);
  }

  /** What a round found. */
  record Round(
      Rate top, @Nullable Double p50, @Nullable Double p99, @Nullable Double committedP99) {}

  /**
   * Runs the job once: first over a topic that is full already, then fed at half of that rate.
   *
   * @param full reviews on the topic before the job starts
   * @param half how long it is fed
   */
  Round run(int full, Duration half) throws Exception {
    KafkaEnds kafka = topics();
    reviews.sendAll(kafka.reviews(), full);
    StreamExecutionEnvironment environment =
        new JobEnvironment()
            .parallelism(threads, 720)
            .stateBackend("hashmap")
            .checkpoints(
                checkpointInterval, broker.folder().resolve("checkpoints").toUri().toString())
            .create();
    new KafkaJob(kafka, new ExactlyOnce(kafka.group(), checkpointInterval))
        .define(environment, model, settings);
    try (TopicReader seen = TopicReader.uncommitted(broker.bootstrapServers(), kafka.sentiments());
        TopicReader committed =
            TopicReader.committed(broker.bootstrapServers(), kafka.sentiments());
        RunningJob job = RunningJob.start(environment, "undertone bench")) {
      Rate top = top(seen, full, job);
      drain(committed, full);
      int fed = (int) Math.max(1, top.reviewsPerSecond() / 2 * half.toMillis() / 1000);
      Latencies uncommitted = new Latencies(fed);
      Latencies afterCommit = new Latencies(uncommitted);
      double rate = top.reviewsPerSecond() / 2;
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> reviews.sendPaced(kafka.reviews(), fed, rate, uncommitted::sent));
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(() -> read(committed, afterCommit));
      read(seen, uncommitted);
      CompletableFuture.allOf(sending, reading).get();
      return new Round(
          top,
          uncommitted.percentile(0.50),
          uncommitted.percentile(0.99),
          afterCommit.percentile(0.99));
    }
  }

  private KafkaEnds topics() throws InterruptedException {
    String suffix = "-" + rounds++;
    KafkaEnds kafka =
        new KafkaEnds(
            broker.bootstrapServers(),
            "reviews" + suffix,
            "sentiments" + suffix,
            "rejected" + suffix,
            "bench" + suffix,
            Map.of(),
            false);
    broker.createTopics(threads, kafka.reviews(), kafka.sentiments(), kafka.rejected());
    return kafka;
  }

  /** The rate at which the results came, once the job was going. */
  private Rate top(TopicReader seen, int full, RunningJob job) throws Exception {
    long count = 0;
    long from = 0;
    long fromNanos = 0;
    while (count < full) {
      if (job.ended().isDone()) {
        job.await(); // tells why
      }
      count += poll(seen).size();
      if (from == 0 && count >= WARM_UP * full) {
        from = count;
        fromNanos = System.nanoTime();
      }
    }
    long tokens = reviews.tokens(from, count);
    return Rate.of(count - from, tokens, System.nanoTime() - fromNanos);
  }

  private static void drain(TopicReader reader, int records) {
    int count = 0;
    while (count < records) {
      count += poll(reader).size();
    }
  }

  private static void read(TopicReader reader, Latencies latencies) {
    while (!latencies.complete()) {
      for (var record : poll(reader)) {
        latencies.seen(BenchReviews.number(record), System.nanoTime());
      }
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> poll(TopicReader reader) {
    long deadline = System.nanoTime() + SILENCE_MAX.toNanos();
    var records = reader.poll(POLL);
    while (records.isEmpty() && System.nanoTime() < deadline) {
      records = reader.poll(POLL);
    }
    if (records.isEmpty()) {
      throw new IllegalStateException("The job says nothing for " + SILENCE_MAX);
    }
    return records;
  }
}
