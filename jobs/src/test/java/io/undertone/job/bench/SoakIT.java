package io.undertone.job.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.JobEnvironment;
import io.undertone.job.StateBackend;
import io.undertone.job.broker.EmbeddedBroker;
import io.undertone.job.chaos.Trap;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestKafka;
import io.undertone.job.kafka.TopicReader;
import io.undertone.job.kafka.TrappedJob;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToLongFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The live job at four fifths of its top rate, killed again and again: memory stays where it is,
 * and latency comes back. Only when asked, by {@code -Dsoak.minutes=30}; RUNBOOK.md has the
 * command.
 */
@EnabledIfSystemProperty(named = SoakIT.MINUTES, matches = "[1-9]\\d*")
class SoakIT {

  static final String MINUTES = "soak.minutes";

  private static final double LOAD = 0.8;
  private static final int CALM_SECONDS = 20;

  /**
   * With the calm before it more than the minute after which Flink waits no longer than at first.
   */
  private static final int KILLED_SECONDS = 45;

  /** Of the stretch with the kill, what is measured as after it. */
  private static final double AFTER = 0.25;

  private static final int FIRST_BURST = 5_000;
  private static final int BURSTS = 4;
  private static final int BURST_SECONDS = 8;

  /** Shorter soaks are a trial of the command: memory is still on its way up. */
  private static final int JUDGED_LAPS = 9;

  private static final long MEGABYTE = 1 << 20;
  private static final long GROWTH_MAX = 48 * MEGABYTE;
  private static final int LATENCY_FACTOR_MAX = 3;
  private static final double LATENCY_SLACK_MS = 50;

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** What finalizers, and the cleaners of freed buffers, are given. */
  private static final Duration COLLECTED = Duration.ofSeconds(2);

  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);
  private static final Map<String, String> KEPT =
      Map.of("segment.bytes", "33554432", "retention.bytes", "67108864");

  private final ModelSource model = TestJob.MODEL;
  private final SentimentSettings settings = SentimentSettings.defaults();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * A calm and a kill.
   *
   * @param minutes since the start of the soak, at its end
   * @param worst the longest wait of a review around the kill
   */
  private record Lap(
      double minutes,
      MemorySample memory,
      double p50Before,
      double p99Before,
      double worst,
      double p50After,
      double p99After) {

    static final String HEAD =
        "soak: minute | resident MB | direct MB | native MB | p50 ms | p99 ms | killed: longest ms | p50 ms | p99 ms";

    String line() {
      return "soak: %6.1f | %11d | %9d | %9d | %6.1f | %6.1f | %18.0f | %6.1f | %6.1f"
          .formatted(
              minutes,
              memory.resident() / MEGABYTE,
              memory.direct() / MEGABYTE,
              memory.nativeOnes() / MEGABYTE,
              p50Before,
              p99Before,
              worst,
              p50After,
              p99After);
    }
  }

  @Test
  void memoryStaysWhereItIsAndLatencyComesBackAfterEachKill() throws Exception {
    List<Lap> laps = new ArrayList<>();
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        var lease = model.lease(settings.device())) {
      int tokensMax = model.manifest().tokenizer().tokensMax();
      Workload work = Workload.of(List.of(), lease.model().tokenizer(), tokensMax);
      KafkaConfig kafka = topics(broker);
      try (RunningJob job = RunningJob.start(environment(broker, kafka), "soak");
          TopicReader seen = TopicReader.uncommitted(kafka.bootstrapServers(), kafka.sentiments());
          TopicReader committed =
              TopicReader.committed(kafka.bootstrapServers(), kafka.sentiments())) {
        ReviewFeed feed = new ReviewFeed(kafka.bootstrapServers(), work);
        Stream stream = new Stream(kafka.reviews(), feed, seen, committed, job);
        double rate = LOAD * stream.topRate();
        System.err.printf("soak: %.0f reviews/s, %.0f %% of the top rate%n", rate, 100 * LOAD);
        System.err.println(Lap.HEAD);
        long start = System.nanoTime();
        Lap last;
        do {
          last = stream.lap(rate, start);
          laps.add(last);
          System.err.println(last.line());
        } while (last.minutes() < Integer.getInteger(MINUTES));
        tellWhatCollectionsFree();
      }
    }
    threads.shutdown();
    judge(laps);
  }

  /**
   * Buffers beside the heap go when the objects do that hold them. Flink's tasks have finalizers,
   * so theirs go with the second collection.
   */
  private static void tellWhatCollectionsFree() throws Exception {
    long before = MemorySample.take().direct();
    for (int collection = 0; collection < 2; collection++) {
      System.gc();
      Thread.sleep(COLLECTED.toMillis());
    }
    System.err.printf(
        "soak: two full collections took direct memory from %d MB to %d%n",
        before / MEGABYTE, MemorySample.take().direct() / MEGABYTE);
  }

  private static void judge(List<Lap> laps) {
    for (Lap lap : laps) {
      assertThat(lap.p99After())
          .as("p99 after a kill, in ms, where it was %.1f before", lap.p99Before())
          .isLessThan(LATENCY_FACTOR_MAX * lap.p99Before() + LATENCY_SLACK_MS);
    }
    if (laps.size() >= JUDGED_LAPS) {
      requireFlat("resident", laps, MemorySample::resident);
      requireFlat("direct", laps, MemorySample::direct);
      requireFlat("native", laps, MemorySample::nativeOnes);
    }
  }

  /** The median of the last third is hardly above that of the second. */
  private static void requireFlat(String what, List<Lap> laps, ToLongFunction<MemorySample> bytes) {
    long[] each = laps.stream().map(Lap::memory).mapToLong(bytes).toArray();
    long second = median(each, each.length / 3, each.length * 2 / 3);
    long last = median(each, each.length * 2 / 3, each.length);
    System.err.printf(
        "soak: %s %d MB in the second third, %d MB in the last%n",
        what, second / MEGABYTE, last / MEGABYTE);
    assertThat(last - second).as("growth of %s memory, in bytes", what).isLessThan(GROWTH_MAX);
  }

  private static long median(long[] each, int from, int to) {
    long[] sorted = Arrays.copyOfRange(each, from, to);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static KafkaConfig topics(EmbeddedBroker broker) throws Exception {
    KafkaConfig kafka = TestKafka.config(broker, cores(), "soak");
    List<AlterConfigOp> kept = new ArrayList<>();
    KEPT.forEach(
        (name, value) ->
            kept.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      for (String topic : List.of(kafka.reviews(), kafka.sentiments())) {
        var config = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        admin.incrementalAlterConfigs(Map.of(config, kept)).all().get();
      }
    }
    return kafka;
  }

  private StreamExecutionEnvironment environment(EmbeddedBroker broker, KafkaConfig kafka) {
    StreamExecutionEnvironment environment =
        new JobEnvironment()
            .parallelism(cores(), 720)
            .stateBackend(StateBackend.ROCKSDB)
            .checkpoints(INTERVAL, broker.folder().resolve("checkpoints").toUri().toString())
            .restarts()
            .create();
    ExactlyOnce exactlyOnce = new ExactlyOnce(kafka.group(), INTERVAL);
    TrappedJob.define(environment, kafka, exactlyOnce, model, settings);
    return environment;
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** The stream through the job, stretch by stretch; each is committed before the next begins. */
  private final class Stream {
    private final String topic;
    private final ReviewFeed feed;
    private final TopicReader seen;
    private final TopicReader committed;
    private final RunningJob job;
    private double seconds;

    Stream(String topic, ReviewFeed feed, TopicReader seen, TopicReader committed, RunningJob job) {
      this.topic = topic;
      this.feed = feed;
      this.seen = seen;
      this.committed = committed;
      this.job = job;
    }

    /** Reviews a second when all come at once: in the last of several bursts. */
    double topRate() throws Exception {
      double rate = 0;
      int count = FIRST_BURST;
      for (int burst = 0; burst < BURSTS; burst++) {
        stretch(count, Double.MAX_VALUE);
        rate = count / seconds;
        count = (int) (rate * BURST_SECONDS);
      }
      return rate;
    }

    Lap lap(double rate, long start) throws Exception {
      Latencies calm = stretch((int) (CALM_SECONDS * rate), rate);
      new Trap(Trap.Place.RECORDS, Trap.Moment.RECORD).set();
      int count = (int) (KILLED_SECONDS * rate);
      Latencies killed = stretch(count, rate);
      int after = (int) (count * (1 - AFTER));
      return new Lap(
          (System.nanoTime() - start) / 60e9,
          MemorySample.take(),
          calm.percentile(0.5, 0),
          calm.percentile(0.99, 0),
          killed.percentile(1, 0),
          killed.percentile(0.5, after),
          killed.percentile(0.99, after));
    }

    /** Sends so many and waits until all are committed; notes how long it took to see all. */
    private Latencies stretch(int count, double rate) throws Exception {
      Latencies latencies = new Latencies(count);
      long start = System.nanoTime();
      var feeding =
          CompletableFuture.runAsync(
              () -> feed.sendEvenly(topic, 0, count, rate, latencies), threads);
      var reading =
          CompletableFuture.runAsync(() -> read(committed, new Latencies(count)), threads);
      read(seen, latencies);
      seconds = (System.nanoTime() - start) / 1e9;
      CompletableFuture.allOf(feeding, reading).get();
      return latencies;
    }

    private void read(TopicReader reader, Latencies latencies) {
      long deadline = System.nanoTime() + SILENCE_MAX.toNanos();
      while (!latencies.complete()) {
        var results = reader.poll(POLL);
        long now = System.nanoTime();
        results.forEach(
            result ->
                latencies.seen(
                    ReviewFeed.number(result), now, result.partition(), result.offset()));
        deadline = results.isEmpty() ? deadline : now + SILENCE_MAX.toNanos();
        if (job.ended().isDone() || now > deadline) {
          throw new AssertionError("The job has ended, or says nothing for " + SILENCE_MAX);
        }
      }
    }
  }
}
