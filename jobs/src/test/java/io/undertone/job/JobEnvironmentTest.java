package io.undertone.job;

import static org.apache.flink.configuration.MemorySize.ofMebiBytes;
import static org.apache.flink.configuration.RestartStrategyOptions.RESTART_STRATEGY;
import static org.apache.flink.configuration.RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcSystem;
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
  void waitsTenSecondsAtMostBeforeALocalJobStartsAgain() {
    ReadableConfig settings = new JobEnvironment().restarts().create().getConfiguration();
    assertThat(settings.get(RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF))
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void leavesRestartsToTheCluster() {
    assertThat(restartStrategyOf(new JobEnvironment(false))).isEmpty();
  }

  @Test
  void givesRocksdbMemoryByTheMachinesSizeInThisProcessOnly() {
    assertThat(managedMemoryOf(new JobEnvironment().stateBackend(StateBackend.ROCKSDB)))
        .hasValueSatisfying(
            size -> assertThat(size).isBetween(ofMebiBytes(128), ofMebiBytes(4096)));
    assertThat(managedMemoryOf(new JobEnvironment().stateBackend(StateBackend.HASHMAP))).isEmpty();
    assertThat(managedMemoryOf(new JobEnvironment(false).stateBackend(StateBackend.ROCKSDB)))
        .isEmpty();
  }

  @Test
  void leavesTheEndOfTheProcessToItself() throws Exception {
    var unused = new JobEnvironment(true);
    try (RpcSystem flink = RpcSystem.load()) {
      RpcService service = flink.localServiceBuilder(new Configuration()).createAndStart();
      Object actors = service.getClass().getMethod("getActorSystem").invoke(service);
      Object settings = actors.getClass().getMethod("settings").invoke(actors);
      Method config = settings.getClass().getMethod("config");

      assertThat(
              config
                  .getReturnType()
                  .getMethod("getBoolean", String.class)
                  .invoke(
                      config.invoke(settings),
                      "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook"))
          .isEqualTo(false);
      service.closeAsync().get();
    }
  }

  @Test
  void letsNobodyElseReachFlinkInThisProcess() {
    ReadableConfig settings = new JobEnvironment().web(8081).create().getConfiguration();

    assertThat(settings.get(RestOptions.BIND_ADDRESS)).isEqualTo("localhost");
    assertThat(settings.get(JobManagerOptions.BIND_HOST)).isEqualTo("localhost");
    assertThat(settings.get(TaskManagerOptions.BIND_HOST)).isEqualTo("localhost");
    assertThat(settings.get(WebOptions.SUBMIT_ENABLE)).as("anybody's jar").isFalse();
    assertThat(new JobEnvironment(false).create().getConfiguration())
        .as("a cluster's own affair")
        .satisfies(cluster -> assertThat(cluster.getOptional(WebOptions.SUBMIT_ENABLE)).isEmpty());
  }

  private static Optional<MemorySize> managedMemoryOf(JobEnvironment environment) {
    return environment
        .create()
        .getConfiguration()
        .getOptional(TaskManagerOptions.MANAGED_MEMORY_SIZE);
  }

  private static Optional<String> restartStrategyOf(JobEnvironment environment) {
    return environment.create().getConfiguration().getOptional(RESTART_STRATEGY);
  }
}
