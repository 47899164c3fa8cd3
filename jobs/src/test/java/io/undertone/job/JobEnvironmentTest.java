package io.undertone.job;

import static org.apache.flink.configuration.RestartStrategyOptions.RESTART_STRATEGY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobEnvironmentTest {

  @Test
  void endsALocalJobAtItsFirstFailure() {
    assertThat(restartStrategyOf(new JobEnvironment())).contains("none");
  }

  @Test
  void restartsALocalJobThatIsToldTo() {
    assertThat(restartStrategyOf(new JobEnvironment().restarts())).contains("exponential-delay");
  }

  @Test
  void leavesRestartsToTheCluster() {
    assertThat(restartStrategyOf(new JobEnvironment(false))).isEmpty();
  }

  private static Optional<String> restartStrategyOf(JobEnvironment environment) {
    return environment.create().getConfiguration().getOptional(RESTART_STRATEGY);
  }
}
