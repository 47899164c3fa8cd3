package io.undertone.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Builds Flink environments with the settings that Undertone depends on: no Kryo, object reuse,
 * streaming mode. All other settings are the cluster's choice.
 */
public final class JobEnvironment {

  /** How long Flink may hold back a network buffer that is not full; adds to the latency. */
  static final Duration BUFFER_TIMEOUT = Duration.ofMillis(2);

  private static final String LOOPBACK = "localhost";

  /** Makes RocksDB publish an estimate of its keys; for the heap, entries are counted. */
  private static final String ROCKSDB_MEMORIES_HELD =
      "state.backend.rocksdb.metrics.estimate-num-keys";

  /** Failures in a row before a local job gives up, after about a quarter of an hour. */
  static final int RESTARTS_MAX = 90;

  private static final Duration RESTART_FIRST = Duration.ofSeconds(1);
  private static final Duration RESTART_LAST = Duration.ofSeconds(10);

  /** After this time without a failure the count starts again. */
  private static final Duration RESTARTS_FORGOTTEN = Duration.ofMinutes(1);

  /** How long the savepoint of a job without checkpoints may take. */
  private static final Duration SAVEPOINT_MAX = Duration.ofHours(6);

  /** RocksDB may use the memory beside the heap divided by this, within bounds. */
  private static final int ROCKSDB_SHARE = 4;

  private static final MemorySize ROCKSDB_MIN = MemorySize.ofMebiBytes(128);
  private static final MemorySize ROCKSDB_MAX = MemorySize.ofMebiBytes(4096);

  /**
   * How old Flink's answer about the job may be, and how often its web UI asks again. With Flink's
   * own three seconds, whoever waits until the job runs would wait three seconds in vain.
   */
  private static final Duration WEB_REFRESH = Duration.ofMillis(300);

  /**
   * A hook of Flink's RPC at the process's exit. A cluster that ends in the background adds it, and
   * closes its class loader at once: an exit in between would show that a class is missing.
   */
  private static final String PEKKO_EXIT_HOOK =
      "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook";

  private final Configuration settings = new Configuration();
  private final boolean local;

  public JobEnvironment() {
    this(isLocal());
  }

  /**
   * A local job does not restart unless {@link #restarts} is called; a cluster has its own
   * strategy.
   */
  JobEnvironment(boolean local) {
    this.local = local;
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    settings.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
    settings.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ZERO); // no step reads it
    if (local) {
      settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
      serveThisMachineOnly();
      System.setProperty(PEKKO_EXIT_HOOK, "off");
    }
  }

  /** Binds Flink's ports to localhost: otherwise anybody could submit a jar to it. */
  private void serveThisMachineOnly() {
    settings.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    settings.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(WebOptions.SUBMIT_ENABLE, false);
  }

  /** Subtasks of each step, and the bound that a rescale cannot pass; null for the cluster's. */
  public JobEnvironment parallelism(@Nullable Integer parallelism, int max) {
    if (parallelism != null) {
      settings.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    }
    settings.set(PipelineOptions.MAX_PARALLELISM, max);
    return this;
  }

  /**
   * The state backend. In a local job RocksDB gets memory by the machine's size, since with Flink's
   * default of 128 MB a million users are eight times as slow, and its checkpoints are incremental.
   */
  public JobEnvironment stateBackend(StateBackend backend) {
    settings.set(StateBackendOptions.STATE_BACKEND, backend.code());
    settings.setString(ROCKSDB_MEMORIES_HELD, "true");
    if (local && backend == StateBackend.ROCKSDB) {
      settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, localRocksdbMemory());
      settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    }
    return this;
  }

  /** The memory for RocksDB in a local job: its caches and write buffers. */
  public static MemorySize localRocksdbMemory() {
    var system =
        (OperatingSystemMXBean)
            ManagementFactory.getOperatingSystemMXBean(); // every HotSpot has it
    long besideHeap = system.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
    long share = Math.min(besideHeap / ROCKSDB_SHARE, ROCKSDB_MAX.getBytes());
    return new MemorySize(Math.max(share, ROCKSDB_MIN.getBytes()));
  }

  /** Exactly-once checkpoints that outlive a cancelled job, and restarts from them. */
  public JobEnvironment checkpoints(Duration interval, @Nullable String directory) {
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    if (directory != null) {
      settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
      settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory);
    }
    return this;
  }

  /** Restarts after failures, waiting longer each time. */
  public JobEnvironment restarts() {
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, RESTART_FIRST);
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, RESTART_LAST);
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        RESTARTS_FORGOTTEN);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, RESTARTS_MAX);
    return this;
  }

  /**
   * Restores a savepoint or a retained checkpoint.
   *
   * @param partly whether state of steps that the job lacks may be dropped
   */
  public JobEnvironment restoreFrom(String path, boolean partly) {
    settings.set(StateRecoveryOptions.SAVEPOINT_PATH, path);
    settings.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, partly);
    return this;
  }

  /**
   * Allows to stop a job without checkpoints with a savepoint of any size.
   *
   * @param folder a folder's URI
   */
  public JobEnvironment savepoints(String folder) {
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem"); // in memory: 5 MB at most
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder);
    settings.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, SAVEPOINT_MAX);
    return this;
  }

  /** Serves Flink's web UI, and its answers to {@code RunningJob}, on a port of localhost. */
  public JobEnvironment web(int port) {
    settings.set(RestOptions.BIND_PORT, String.valueOf(port));
    settings.set(RestOptions.PORT, port);
    settings.set(WebOptions.REFRESH_INTERVAL, WEB_REFRESH);
    return this;
  }

  /** Any other of Flink's settings. */
  public <T> JobEnvironment with(ConfigOption<T> option, T value) {
    settings.set(option, value);
    return this;
  }

  /** The environment: the cluster's under {@code flink run}, else one within this process. */
  public StreamExecutionEnvironment create() {
    return StreamExecutionEnvironment.getExecutionEnvironment(settings);
  }

  /** Whether jobs run within this process. */
  public static boolean isLocal() {
    return StreamExecutionEnvironment.getExecutionEnvironment() instanceof LocalStreamEnvironment;
  }
}
