package io.undertone.operator.batch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Publishes which of some named things it is now: 1 for that one, 0 for those that it was before.
 * Written by the operator's thread, read by the reporters'.
 */
public final class OneOf {

  private final MetricGroup metrics;
  private final String gauge;
  private final List<String> labels;
  private final Set<List<String>> published = new HashSet<>();
  private volatile List<String> now = List.of();

  /**
   * @param labels what each thing's names are of
   */
  public OneOf(MetricGroup metrics, String gauge, String... labels) {
    this.metrics = metrics;
    this.gauge = gauge;
    this.labels = List.of(labels);
  }

  /** It is the thing of these names, one for each label. */
  public void is(String... names) {
    List<String> thing = List.of(names);
    now = thing;
    if (!published.add(thing)) {
      return;
    }
    MetricGroup group = metrics;
    for (int i = 0; i < labels.size(); i++) {
      group = group.addGroup(labels.get(i), thing.get(i));
    }
    group.gauge(gauge, (Gauge<Integer>) () -> now.equals(thing) ? 1 : 0);
  }
}
