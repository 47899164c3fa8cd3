package io.undertone.operator.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.operator.FakeSource;
import io.undertone.operator.FakeSource.Shape;
import io.undertone.operator.Settings;
import io.undertone.operator.User;
import io.undertone.operator.model.ModelSource;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingTaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.StreamTaskActionExecutor;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What the step that scores publishes, under the names by which people watch it. */
class ScoreMetricsTest {

  private final User ann = User.named("ann");
  private final User bob = User.named("bob");
  private final InterceptingOperatorMetricGroup published = new InterceptingOperatorMetricGroup();

  @Test
  void saysWhatBecameOfMemories() throws Exception {
    List<UserEvent> events =
        List.of(
            ann.writes(),
            ann.writes(),
            ann.writesAfter(Settings.IDLE_MAX + 1),
            bob.writes(),
            bob.isForgotten(),
            bob.isForgotten());
    var step = step();
    try {
      for (UserEvent event : events) {
        step.processElement(new StreamRecord<>(event));
      }
      step.prepareSnapshotPreBarrier(1);

      assertThat(value("memoriesBegun")).isEqualTo(2L);
      assertThat(value("memoriesMet")).isEqualTo(1L);
      assertThat(value("memoriesTooOld")).isEqualTo(1L);
      assertThat(value("memoriesReset")).isEqualTo(0L);
      assertThat(value("memoriesRewarmed")).isEqualTo(0L);
      assertThat(value("memoriesForgotten")).isEqualTo(1L);
      assertThat(value("tombstonesFoundNobody")).isEqualTo(1L);
      assertThat(value("memoriesHeld")).as("of ann").isEqualTo(1);
    } finally {
      step.close();
    }
  }

  private KeyedOneInputStreamOperatorTestHarness<String, UserEvent, Sentiment> step()
      throws Exception {
    ModelSource model = FakeSource.of(Shape.READER_WITH_MEMORY);
    var task =
        new InterceptingTaskMetricGroup() {
          @Override
          public InternalOperatorMetricGroup getOrAddOperator(
              OperatorID id, String name, Map<String, String> variables) {
            return published;
          }
        };
    var score = new ScoreReviews(model, Settings.slots(4), model.manifest().labels());
    score.setMailboxExecutor(
        new MailboxExecutorImpl(new TaskMailboxImpl(), 0, StreamTaskActionExecutor.IMMEDIATE));
    var step =
        new KeyedOneInputStreamOperatorTestHarness<String, UserEvent, Sentiment>(
            score,
            UserEvent::userId,
            Types.STRING,
            new MockEnvironmentBuilder().setMetricGroup(task).build());
    step.setup(Sentiment.TYPE.createSerializer(step.getExecutionConfig().getSerializerConfig()));
    step.open();
    return step;
  }

  private Object value(String metric) {
    return ((Gauge<?>) published.get(metric)).getValue();
  }
}
