package io.undertone.operator.batch;

import io.undertone.cell.StageStatistics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * Publishes what the batching did: how many reviews one run finished, why it ran, what the cells
 * computed, and the latency of each review when it left. Written by the operator's thread, read by
 * the reporters'.
 */
final class DrainMetrics {

  /** Batches that the histogram looks back on. */
  private static final int WINDOW = 1024;

  /** Reviews that the histogram of latencies looks back on. */
  private static final int LATENCIES = 8192;

  private final Map<DrainCause, Counter> drains = new EnumMap<>(DrainCause.class);
  private final Histogram batchSize;
  private final Histogram latency;
  private final StateSet device;
  private volatile StageStatistics cells = StageStatistics.NONE;

  DrainMetrics(MetricGroup metrics) {
    batchSize = metrics.histogram("batchSize", new DescriptiveStatisticsHistogram(WINDOW));
    latency = metrics.histogram("latencyMillis", new DescriptiveStatisticsHistogram(LATENCIES));
    for (DrainCause cause : DrainCause.values()) {
      drains.put(cause, metrics.addGroup("cause", cause.code()).counter("drains"));
    }
    device = new StateSet(metrics, "onDevice", "device", "reason");
    metrics.gauge("cellRows", (Gauge<Long>) () -> cells.rows());
    metrics.gauge("cellSeats", (Gauge<Long>) () -> cells.seats());
    metrics.gauge("cellRuns", (Gauge<Long>) () -> cells.runs());
    metrics.gauge("cellNanos", (Gauge<Long>) () -> cells.nanos());
  }

  /**
   * The model runs there from now on.
   *
   * @param reason why it runs there
   */
  void on(String where, String reason) {
    device.set(where, reason);
  }

  /**
   * A review has left.
   *
   * @param sent the time of its record, in epoch milliseconds; {@link Long#MIN_VALUE} if it came
   *     without one
   */
  void left(long sent) {
    if (sent != Long.MIN_VALUE) {
      latency.update(Math.max(0, System.currentTimeMillis() - sent));
    }
  }

  void drained(DrainCause cause, int finished, StageStatistics statistics) {
    Objects.requireNonNull(drains.get(cause)).inc();
    batchSize.update(finished);
    cells = statistics;
  }
}
