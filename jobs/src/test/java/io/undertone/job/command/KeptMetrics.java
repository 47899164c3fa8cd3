package io.undertone.job.command;

import io.undertone.job.JobEnvironment;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Keeps the gauges of jobs in this process, by name; of two with one name the newer. */
public final class KeptMetrics implements MetricReporter, MetricReporterFactory {

  private static final Map<String, Gauge<?>> GAUGES = new ConcurrentHashMap<>();

  /** Has a job's gauges kept. */
  static JobEnvironment of(JobEnvironment job) {
    return job.with(
        ConfigOptions.key("metrics.reporter.kept.factory.class").stringType().noDefaultValue(),
        KeptMetrics.class.getName());
  }

  /** What a gauge says, also after its job. */
  static Object value(String name) {
    Gauge<?> gauge = GAUGES.get(name);
    if (gauge == null) {
      throw new AssertionError("There was no gauge " + name);
    }
    return gauge.getValue();
  }

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return this;
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Gauge<?> gauge) {
      GAUGES.put(name, gauge);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {}
}
