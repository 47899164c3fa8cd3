package io.undertone.job.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.chaos.Answers;
import io.undertone.job.chaos.ChaosStream;
import io.undertone.job.chaos.ChaosStream.Entry;
import io.undertone.job.chaos.Feed;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestReplay;
import io.undertone.job.kafka.TopicCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The deployed job, from a read-committed consumer's seat, while its parts are killed, cut off and
 * replaced: every review is answered once, in its user's order, with the very line of a replay.
 *
 * <p>{@code -Dundertone.faults=true} writes {@code docker/FAULTS.md}. Skipped where there is no
 * engine, no compose, or an image is missing.
 */
class ChaosIT {

  private static final long SEED = 26;
  private static final int PARTS = 12;
  private static final Duration RECOVERY_MAX = Duration.ofMinutes(3);
  private static final Duration CUT = Duration.ofSeconds(20);
  private static final String BUNDLE = "reviews-en-lstm";

  private static final FaultTable TABLE = new FaultTable();
  private static final ChaosStream STREAM = new ChaosStream(SEED);
  private static List<String> replayed = List.of();

  @TempDir static Path folder;

  private final Random random = new Random(SEED);

  /** Something that happens to the deployment; gives the moment from which it can recover. */
  private interface Fault {
    long happen() throws Exception;
  }

  /** Before each test and not before all: what is skipped there is not even counted. */
  @BeforeEach
  void replaysTheStreamOnce() throws Exception {
    Compose.assumeThere();
    if (replayed.isEmpty()) {
      replayed = TestReplay.of(STREAM.rows(), folder);
    }
  }

  @AfterAll
  static void writesTheTable() throws Exception {
    TABLE.write(
        ("%,d reviews of 500 users and %d records that are none, six partitions, two task managers, a"
                + " checkpoint every 2 s, all on one machine with %d cores. Recovery is the time"
                + " from the fault (of a cut: from its end) to the first committed answer to a review"
                + " sent after it; a committed answer waits for its checkpoint even without a fault."
                + " Written by `mvn verify -Dit.test=ChaosIT -Dundertone.faults=true`.")
            .formatted(
                ChaosStream.REVIEWS,
                ChaosStream.broken(),
                Runtime.getRuntime().availableProcessors()));
  }

  @ParameterizedTest
  @SuppressWarnings("try")
  @ValueSource(strings = {"hashmap", "rocksdb"})
  void everyReviewIsAnsweredOnceWhateverIsKilledCutOrRescaled(String backend) throws Exception {
    try (Compose compose = new Compose("undertone-chaos-" + backend, settings(backend))) {
      compose.up(Map.of());
      new Run(compose, backend).run();
    }
  }

  /** One stream through one deployment; a fault in the middle of each part but the first. */
  private final class Run {
    private final Compose compose;
    private final String backend;
    private final FlinkPages flink;
    private int lives = 1;
    private int sent;

    Run(Compose compose, String backend) {
      this.compose = compose;
      this.backend = backend;
      this.flink = new FlinkPages(compose.webPort());
    }

    void run() throws Exception {
      TopicCheck.check(config(), RECOVERY_MAX, System.err::println);
      try (Feed feed = new Feed(compose.bootstrapServers(), "reviews")) {
        Feed.Part first = feed.send(part(0), 1);
        first.finish();
        try (Answers answers = new Answers(compose.bootstrapServers(), replayed)) {
          assertThat(answers.awaitFirst(feed.reviews(), RECOVERY_MAX)).as("at the start").isZero();
          fault(feed, answers, "task manager killed", this::killTaskManager);
          fault(feed, answers, "task manager killed", this::killTaskManager);
          fault(feed, answers, "stopped with a savepoint, resumed: 1 to 3", () -> resume(3));
          fault(feed, answers, "task manager killed", this::killTaskManager);
          fault(feed, answers, "job manager killed", () -> kill("jobmanager"));
          fault(feed, answers, "ZooKeeper killed", () -> kill("zookeeper"));
          fault(feed, answers, "broker killed", () -> kill("kafka"));
          fault(feed, answers, "broker cut off for 20 s", this::cut);
          fault(feed, answers, "task manager killed", this::killTaskManager);
          fault(feed, answers, "stopped with a savepoint, resumed: 3 to 2", () -> resume(2));
          fault(feed, answers, "task manager killed", this::killTaskManager);
          assertThat(answers.awaitRejects(ChaosStream.broken(), RECOVERY_MAX))
              .as("rejects")
              .isEqualTo(ChaosStream.broken());
          assertThat(feed.reviews()).isEqualTo(ChaosStream.REVIEWS);
        }
      }
    }

    private KafkaConfig config() {
      return new KafkaConfig(
          compose.bootstrapServers(),
          "reviews",
          "sentiments",
          "rejected-reviews",
          "undertone",
          Map.of(),
          false);
    }

    private void fault(Feed feed, Answers answers, String name, Fault fault) throws Exception {
      List<Entry> part = part(++sent);
      int size = part.size();
      Feed.Part sending = feed.send(part, size / 5 + random.nextInt(size / 2));
      sending.awaitMiddle();
      int twice = answers.twice();
      int different = answers.different();
      long start = fault.happen();
      int before = feed.reviews();
      sending.release();
      answers.awaitAfter(before, RECOVERY_MAX);
      Duration recovery = Duration.ofNanos(System.nanoTime() - start);
      sending.finish();
      var row =
          new FaultTable.Row(
              name,
              backend,
              answers.awaitFirst(feed.reviews(), RECOVERY_MAX),
              answers.twice() - twice,
              answers.different() - different,
              recovery);
      TABLE.add(row);
      assertThat(List.of(row.lost(), row.twice(), row.different()))
          .as("lost, twice and different after %s, seed %d; %s", row, SEED, answers.oddities())
          .containsOnly(0);
    }

    /** One that works: with a parallelism of 1 another has nothing to do. */
    private long killTaskManager() throws Exception {
      Set<String> busy = flink.busyTaskManagers();
      List<String> working = new ArrayList<>();
      for (String container : compose.containers("taskmanager")) {
        if (busy.contains(compose.address(container))) {
          working.add(container);
        }
      }
      return killContainer(working.get(random.nextInt(working.size())));
    }

    private long kill(String service) throws Exception {
      return killContainer(compose.containers(service).get(0));
    }

    private long killContainer(String container) throws Exception {
      compose.kill(container);
      return System.nanoTime();
    }

    private long cut() throws Exception {
      String broker = compose.containers("kafka").get(0);
      compose.disconnect(broker);
      Thread.sleep(CUT.toMillis());
      compose.connect(broker, "kafka");
      return System.nanoTime();
    }

    /** As RUNBOOK.md says: the savepoint goes to a new life. */
    private long resume(int parallelism) throws Exception {
      long start = System.nanoTime();
      String savepoint = flink.stop(id(lives));
      lives++;
      compose.up(
          Map.of(
              "JOB_ID", id(lives),
              "RESTORE_FROM", savepoint,
              "PARALLELISM", String.valueOf(parallelism)));
      return start;
    }
  }

  private static List<Entry> part(int number) {
    List<Entry> all = STREAM.entries();
    return all.subList(all.size() * number / PARTS, all.size() * (number + 1) / PARTS);
  }

  private static String id(int life) {
    return "%032d".formatted(life);
  }

  private static Map<String, String> settings(String backend) {
    String cores = Runtime.getRuntime().availableProcessors() + ".0";
    return Map.ofEntries(
        Map.entry("MODEL", BUNDLE),
        Map.entry("STATE_BACKEND", backend),
        Map.entry("JOB_ID", id(1)),
        Map.entry("RESTORE_FROM", ""),
        Map.entry("PARTITIONS", "6"),
        Map.entry("PARALLELISM", "1"),
        Map.entry("TASK_MANAGERS", "2"),
        Map.entry("SLOTS", "2"),
        Map.entry("CHECKPOINT_INTERVAL", "2s"),
        Map.entry("TASK_MEMORY", "1600m"),
        Map.entry("STATE_MEMORY", "256m"),
        Map.entry("JOB_CPUS", "1.0"),
        Map.entry("TASK_CPUS", cores),
        Map.entry("KAFKA_CPUS", cores));
  }
}
