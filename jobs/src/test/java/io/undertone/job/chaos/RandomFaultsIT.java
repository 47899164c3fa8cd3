package io.undertone.job.chaos;

import static io.undertone.job.kafka.TestJob.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.JobEnvironment;
import io.undertone.job.StateBackend;
import io.undertone.job.chaos.ChaosStream.Entry;
import io.undertone.job.chaos.Trap.Moment;
import io.undertone.job.chaos.Trap.Place;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TestJob;
import io.undertone.job.kafka.TestReplay;
import io.undertone.job.kafka.TrappedJob;
import io.undertone.job.local.RunningJob;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The live job, from a read-committed consumer's seat, while at random moments subtasks fail,
 * checkpoints are declined, lost or late, partitions change their leader and brokers go and come:
 * every review is answered once, in its user's order, with the very line of a replay, every reject
 * is there once, and none of our classes logs an error.
 *
 * <p>{@code -Dundertone.seed=N} runs the faults of an earlier run once more.
 */
class RandomFaultsIT {

  private static final long SEED = Long.getLong("undertone.seed", new Random().nextLong());

  private static final int PARTITIONS = 4;
  private static final Duration INTERVAL = Duration.ofMillis(300);
  private static final Duration RESTART_DELAY = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Records for each fault. */
  private static final int PART = 200;

  /** Says that data may be lost, which was not so. */
  private static final String COMMITTER =
      "org.apache.flink.connector.kafka.sink.internal.KafkaCommitter";

  private static final SentimentSettings SETTINGS = SentimentSettings.defaults();
  private static final ChaosStream STREAM = new ChaosStream(SEED);
  private static List<String> replayed = List.of();

  @TempDir static Path folder;

  private final Random random = new Random(SEED);

  /** Something that goes wrong; comes back when it has. */
  private interface Fault {
    void happen(Feed.Part part, Feed feed) throws Exception;
  }

  @BeforeAll
  static void replaysTheStreamOnce() throws Exception {
    replayed = TestReplay.of(STREAM.rows(), folder);
  }

  @AfterEach
  void leavesNoTrap() {
    Trap.clear();
  }

  @ParameterizedTest
  @EnumSource
  void everyReviewIsAnsweredOnceWhateverFails(StateBackend backend) throws Exception {
    System.err.printf("chaos: -Dundertone.seed=%d, %s%n", SEED, backend.code());
    try (ErrorLog errors = new ErrorLog();
        BrokerPair brokers = BrokerPair.start()) {
      new Run(brokers, backend).run();
      System.err.println("chaos: errors that Flink and Kafka logged: " + errors.others());
      assertThat(errors.ours()).as("seed " + SEED).isEmpty();
      assertThat(errors.others()).as("seed " + SEED).doesNotContainKey(COMMITTER);
    }
  }

  /** One stream through one job, which is stopped and resumed once. */
  private final class Run {
    private final BrokerPair brokers;
    private final StateBackend backend;
    private final KafkaConfig kafka;
    private final int tolerated = random.nextInt(2);
    private int parts;

    Run(BrokerPair brokers, StateBackend backend) {
      this.brokers = brokers;
      this.backend = backend;
      this.kafka =
          new KafkaConfig(
              brokers.bootstrapServers(),
              "reviews",
              "sentiments",
              "rejected-reviews",
              "undertone",
              Map.of(),
              false);
    }

    void run() throws Exception {
      brokers.createTopics(
          PARTITIONS, List.of(kafka.reviews(), kafka.sentiments(), kafka.rejected()));
      List<Fault> faults = faults();
      int half = faults.size() / 2;
      try (Feed feed = new Feed(brokers.bootstrapServers(), kafka.reviews())) {
        String savepoint;
        try (RunningJob job = RunningJob.start(environment(settings(1)), "before")) {
          meet(faults.subList(0, half), feed);
          savepoint = TestJob.stop(job.client(), folder.resolve(backend.code()));
        }
        JobEnvironment settings = settings(2).restoreFrom(savepoint, false);
        try (RunningJob job = RunningJob.start(environment(settings), "after")) {
          meet(faults.subList(half, faults.size()), feed);
          hold(feed.reviews());
          assertThat(job.ended()).as("the job").isNotDone();
        }
      }
    }

    /** What goes wrong, in any order. */
    private List<Fault> faults() {
      List<Fault> faults = new ArrayList<>();
      for (Place place : List.of(Place.RECORDS, Place.RESULTS, Place.REJECTS)) {
        Trap record = new Trap(place == Place.RECORDS ? place : Place.RESULTS, Moment.RECORD);
        faults.add(sprung(record));
        faults.add(sprung(record, new Trap(place, Moment.RESTORE)));
        faults.add(sprung(new Trap(place, Moment.SNAPSHOT)));
        faults.add(sprung(new Trap(place, Moment.COMPLETE)));
      }
      faults.add(sprung(new Trap(Place.FILES, Moment.STATE_LATE)));
      for (int twice = 0; twice < 2; twice++) {
        faults.add(sprung(new Trap(Place.FILES, Moment.STATE)));
        faults.add(sprung(new Trap(Place.FILES, Moment.METADATA)));
        faults.add(this::restartBroker);
      }
      for (int thrice = 0; thrice < 3; thrice++) {
        faults.add((part, feed) -> brokers.moveLeader(random));
      }
      Collections.shuffle(faults, random);
      return faults;
    }

    private Fault sprung(Trap... traps) {
      return (part, feed) -> {
        for (Trap trap : traps) {
          trap.set();
        }
        part.release(); // else all that is sent before its end may have been read by now
        for (Trap trap : traps) {
          Waiting.until(trap + " springs", () -> !trap.isSet());
        }
      };
    }

    private void restartBroker(Feed.Part part, Feed feed) throws Exception {
      int later = feed.reviews() + random.nextInt(PART / 4);
      Runnable broker = brokers.stop(random);
      part.release();
      Waiting.until("the feed goes on", () -> feed.reviews() >= later || part.sent().isDone());
      broker.run();
    }

    /**
     * Each in a part of the stream, after a random number of its records; some meet a job that
     * still recovers from the one before.
     */
    private void meet(List<Fault> faults, Feed feed) throws Exception {
      for (Fault fault : faults) {
        Feed.Part part = feed.send(part(parts++), 1 + random.nextInt(PART / 2));
        part.awaitMiddle();
        fault.happen(part, feed);
        part.finish();
      }
    }

    /** Holds what was answered against the replay. */
    private void hold(int reviews) throws Exception {
      int rejects = parts * PART - reviews;
      try (Answers answers = new Answers(brokers.bootstrapServers(), replayed)) {
        int lost = answers.awaitFirst(reviews, PATIENCE);
        int rejected = answers.awaitRejects(rejects, PATIENCE);
        System.err.printf(
            "chaos: %s, %d reviews, %d lost, %d twice, %d different; %d of %d rejects%n",
            backend.code(), reviews, lost, answers.twice(), answers.different(), rejected, rejects);
        assertThat(List.of(lost, answers.twice(), answers.different()))
            .as("lost, twice and different, seed %d; %s", SEED, answers.oddities())
            .containsOnly(0);
        assertThat(rejected).as("rejects, seed " + SEED).isEqualTo(rejects);
      }
    }

    private JobEnvironment settings(int parallelism) {
      return new JobEnvironment()
          .parallelism(parallelism, 720)
          .stateBackend(backend)
          .checkpoints(INTERVAL, TrappedFiles.SCHEME + "://" + folder.resolve(backend.code()))
          .with(CheckpointingOptions.CHECKPOINTING_TIMEOUT, TrappedFiles.CHECKPOINT_MAX)
          .with(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, tolerated)
          .with(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ZERO)
          .with(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
          .with(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE)
          .with(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, RESTART_DELAY);
    }

    private StreamExecutionEnvironment environment(JobEnvironment settings) {
      StreamExecutionEnvironment environment = settings.create();
      TrappedJob.define(
          environment, kafka, new ExactlyOnce(kafka.group(), INTERVAL), MODEL, SETTINGS);
      return environment;
    }
  }

  private static List<Entry> part(int number) {
    return STREAM.entries().subList(number * PART, (number + 1) * PART);
  }
}
