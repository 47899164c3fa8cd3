package io.undertone.operator.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.cell.StageStatistics;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

/** The metrics tell the truth. */
class DrainMetricsTest {

  private final Map<String, Object> metrics = new HashMap<>();
  private final DrainMetrics drains = new DrainMetrics(new Recorded(""));

  @Test
  void saysWhereTheModelRunsNow() {
    drains.on("cpu", "no driver");
    drains.on("cuda", "chosen");
    drains.on("cpu", "no driver");
    assertThat(gauge("device.cuda.reason.chosen.onDevice")).isEqualTo(0);
    assertThat(gauge("device.cpu.reason.no driver.onDevice")).isEqualTo(1);
  }

  @Test
  void tellsWhyTheEngineRanAndWhatItDid() {
    drains.on("cuda", "chosen");
    drains.drained(DrainCause.FULL, 32, new StageStatistics(10, 300, 400, 5_000));
    drains.drained(DrainCause.IDLE, 2, new StageStatistics(12, 310, 500, 6_000));

    assertThat(drains("full")).isEqualTo(1);
    assertThat(drains("idle")).isEqualTo(1);
    assertThat(drains("barrier")).isZero();
    assertThat(drains("end")).isZero();
    assertThat(((Histogram) metric("batchSize")).getStatistics().getMax()).isEqualTo(32);
    assertThat(gauge("device.cuda.reason.chosen.onDevice"))
        .as("a label, since a reporter of numbers has no words")
        .isEqualTo(1);
    assertThat(gauge("cellRows")).isEqualTo(310L);
    assertThat(gauge("cellSeats")).isEqualTo(500L);
    assertThat(gauge("cellRuns")).isEqualTo(12L);
    assertThat(gauge("cellNanos")).isEqualTo(6_000L);
  }

  @Test
  void theLineTellsWhyItRanAndHowManyReviewsThatFinished() throws Exception {
    OneByOne engine = new OneByOne();
    PendingQueue line = new PendingQueue(engine, 4, drains);
    for (int review = 0; review < 5; review++) {
      line.add(engine.review(), Long.MIN_VALUE);
    }
    line.turn();
    line.drain(DrainCause.BARRIER);
    line.drain(DrainCause.END);

    var sizes = ((Histogram) metric("batchSize")).getStatistics();
    assertThat(sizes.getValues()).containsExactlyInAnyOrder(1, 1, 3);
    assertThat(drains("full")).isEqualTo(1);
    assertThat(drains("idle")).isEqualTo(1);
    assertThat(drains("barrier")).isEqualTo(1);
    assertThat(drains("end")).as("nobody was under way").isZero();
    assertThat(gauge("cellRuns")).isEqualTo(5L);
  }

  @Test
  void tellsHowLongReviewsTookThatSayWhenTheyWereSent() {
    drains.left(System.currentTimeMillis() - 60_000);
    drains.left(System.currentTimeMillis() + 60_000);
    drains.left(Long.MIN_VALUE);

    var took = ((Histogram) metric("latencyMillis")).getStatistics();
    assertThat(took.size()).isEqualTo(2);
    assertThat(took.getMax()).isBetween(60_000L, 120_000L);
    assertThat(took.getMin()).as("of a clock that is ahead").isZero();
  }

  /** Finishes one review each time. */
  private static final class OneByOne implements Engine {

    private int came;
    private int finished;

    PendingElement review() {
      int number = came++;
      return new PendingElement() {
        @Override
        public String user() {
          return "user " + number;
        }

        @Override
        public boolean finished() {
          return number < finished;
        }

        @Override
        public void leave() {}
      };
    }

    @Override
    public int inFlight() {
      return came - finished;
    }

    @Override
    public void advance() {
      finished++;
    }

    @Override
    public void step() {
      finished++;
    }

    @Override
    public StageStatistics statistics() {
      return new StageStatistics(finished, finished, finished, finished);
    }

    @Override
    public void close() {}
  }

  private Object gauge(String name) {
    return ((Gauge<?>) metric(name)).getValue();
  }

  private long drains(String cause) {
    return ((Counter) metric("cause." + cause + ".drains")).getCount();
  }

  private Object metric(String name) {
    return Objects.requireNonNull(metrics.get(name), name);
  }

  /** Keeps every metric under its name and its groups' names. */
  private final class Recorded extends UnregisteredMetricsGroup {

    private final String path;

    Recorded(String path) {
      this.path = path;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new Recorded(path + key + "." + value + ".");
    }

    @Override
    public Counter counter(String name) {
      Counter counter = super.counter(name);
      metrics.put(path + name, counter);
      return counter;
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      metrics.put(path + name, gauge);
      return gauge;
    }

    @Override
    public <H extends Histogram> H histogram(String name, H histogram) {
      metrics.put(path + name, histogram);
      return histogram;
    }
  }
}
