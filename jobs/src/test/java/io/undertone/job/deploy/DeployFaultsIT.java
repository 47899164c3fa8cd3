package io.undertone.job.deploy;

import static io.undertone.job.deploy.LiveJob.GRU;
import static io.undertone.job.deploy.LiveJob.GRU_ID;
import static io.undertone.job.deploy.LiveJob.LSTM;
import static io.undertone.job.deploy.LiveJob.LSTM_ID;
import static io.undertone.job.deploy.RightAnswers.hold;
import static io.undertone.job.deploy.RightAnswers.switches;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.JobEnvironment;
import io.undertone.job.chaos.Trap;
import io.undertone.job.chaos.Trap.Moment;
import io.undertone.job.chaos.Trap.Place;
import io.undertone.job.chaos.TrappedFiles;
import io.undertone.job.chaos.Waiting;
import io.undertone.job.kafka.TestJob;
import io.undertone.operator.deploy.DeploymentOutcome;
import io.undertone.operator.deploy.StatePolicy;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever fails while a live job changes its model, all switch or nobody does. */
class DeployFaultsIT {

  private static final SentimentSettings SETTINGS = SentimentSettings.defaults();
  private static final long SEED = Long.getLong("undertone.seed", System.nanoTime());

  @TempDir Path folder;

  @AfterEach
  void leavesNoTrap() {
    Trap.clear();
  }

  /**
   * Where a failed checkpoint is put up with the job runs on; else it starts again, and needs time
   * to prove the model before the next.
   */
  @ParameterizedTest
  @CsvSource({"1000, 300, 3", "0, 5000, 1"})
  void aCheckpointThatFailsSwitchesNobody(int tolerated, long intervalMillis, int failures)
      throws Exception {
    Duration interval = Duration.ofMillis(intervalMillis);
    JobEnvironment environment =
        trapped(tolerated, interval)
            .with(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, interval); // the first, too
    try (RolloutLog log = new RolloutLog();
        LiveJob job = new LiveJob(SETTINGS, environment)) {
      job.send(100);
      job.awaitAnswers();
      Trap checkpoints = new Trap(Place.FILES, Moment.METADATA);
      checkpoints.setToStay();
      String deployment = job.deploy(GRU, StatePolicy.RESET);
      Waiting.until("the model is proven", () -> log.count("is proven on all") > 0);
      long proven = checkpoints.sprung();
      while (checkpoints.sprung() < proven + failures) {
        job.send(20);
      }
      if (tolerated > 0) { // else the job may be gone before it is told
        Waiting.until("it is told", () -> log.count("has failed, so nobody switched") > 0);
      }
      assertThat(job.said())
          .extracting(result -> result.path("model").asText())
          .containsOnly(LSTM_ID);
      assertThat(job.end(deployment)).isEmpty();
      Trap.clear();
      assertThat(job.ended(deployment).model()).isEqualTo(GRU_ID);
      job.send(100);
      job.awaitAnswers();
      assertThat(switches(job.committed())).isEqualTo(1);
      hold(job, folder);
    }
  }

  @Test
  void whateverFailsMeanwhileEachDeploymentIsMadeOnce() throws Exception {
    System.err.printf("deployments among faults: -Dundertone.seed=%d%n", SEED);
    Random random = new Random(SEED);
    List<Trap> traps = new ArrayList<>();
    for (Moment moment : List.of(Moment.RECORD, Moment.SNAPSHOT, Moment.COMPLETE)) {
      traps.add(new Trap(Place.RESULTS, moment));
    }
    traps.add(new Trap(Place.FILES, Moment.STATE));
    traps.add(new Trap(Place.FILES, Moment.METADATA));
    traps.add(new Trap(Place.RECORDS, Moment.RECORD));
    Collections.shuffle(traps, random);
    try (LiveJob job = new LiveJob(SETTINGS, trapped(0, TestJob.INTERVAL))) {
      job.send(100);
      boolean gru = true;
      for (Trap trap : traps) {
        String deployment = job.deploy(gru ? GRU : LSTM, StatePolicy.RESET);
        job.send(random.nextInt(200));
        trap.set();
        DeploymentOutcome end = job.ended(deployment);
        assertThat(end.model()).as("seed " + SEED).isEqualTo(gru ? GRU_ID : LSTM_ID);
        job.send(20);
        Waiting.until(trap + " springs", () -> !trap.isSet());
        gru = !gru;
      }
      job.send(100);
      job.awaitAnswers();
      hold(job, folder);
    }
  }

  private JobEnvironment trapped(int tolerated, Duration interval) {
    return TestJob.environment(2)
        .checkpoints(interval, TrappedFiles.SCHEME + "://" + folder)
        .with(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, tolerated)
        .with(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ZERO)
        .with(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
        .with(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE)
        .with(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
  }
}
