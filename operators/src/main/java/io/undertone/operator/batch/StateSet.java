package io.undertone.operator.batch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Publishes which of several states holds, as OpenMetrics' StateSet does: a gauge for each state,
 * by its labels, that is 1 for the current one and 0 for those before. Written by the operator's
 * thread, read by the reporters'.
 */
public final class StateSet {

  private final MetricGroup metrics;
  private final String gauge;
  private final List<String> labels;
  private final Set<List<String>> published = new HashSet<>();
  private volatile List<String> now = List.of();

  /**
   * @param labels the metric's label names; a state has one value for each
   */
  public StateSet(MetricGroup metrics, String gauge, String... labels) {
    this.metrics = metrics;
    this.gauge = gauge;
    this.labels = List.of(labels);
  }

  /** Makes a state the current one, by its label values. */
  public void set(String... values) {
    List<String> state = List.of(values);
    now = state;
    if (!published.add(state)) {
      return;
    }
    MetricGroup group = metrics;
    for (int i = 0; i < labels.size(); i++) {
      group = group.addGroup(labels.get(i), state.get(i));
    }
    group.gauge(gauge, (Gauge<Integer>) () -> now.equals(state) ? 1 : 0);
  }
}
