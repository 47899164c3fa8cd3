package io.undertone.operator.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.EmbeddedReview;
import io.undertone.event.ForgetUser;
import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.event.TokenizedReview;
import io.undertone.event.UserEvent;
import io.undertone.operator.GoldenState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A review passes once, for as long as its id is known. */
class DropRepeatsTest {

  private static final Duration UNIQUE_FOR = Duration.ofDays(1);
  private static final String GOLDEN = "review-ids-1-";
  private static final Map<String, StateBackend> BACKENDS =
      Map.of("heap", new HashMapStateBackend(), "rocksdb", new EmbeddedRocksDBStateBackend());

  @Test
  void aRepeatFromTheSameUserGoesNoFurtherAndIsCounted() throws Exception {
    try (Step step = new Step(new HashMapStateBackend(), OperatorSubtaskState.builder().build())) {
      assertThat(step.passes(review("ann", "a lamp"))).isTrue();
      assertThat(step.passes(review("bob", "a lamp"))).as("of somebody else").isTrue();
      assertThat(step.passes(review("ann", "a chair"))).isTrue();
      assertThat(step.passes(tokenized("ann", "a lamp"))).isFalse();
      assertThat(step.passes(embedded("ann", "a chair"))).isFalse();
      assertThat(step.duplicates()).isEqualTo(2);
    }
  }

  @Test
  void aForgottenUsersIdsAreForgotten() throws Exception {
    try (Step step = new Step(new HashMapStateBackend(), OperatorSubtaskState.builder().build())) {
      assertThat(step.passes(review("ann", "a lamp"))).isTrue();
      assertThat(step.passes(review("bob", "a lamp"))).isTrue();
      assertThat(step.passes(new ForgetUser("ann", 0))).isTrue();
      assertThat(step.harness.numKeyedStateEntries()).isEqualTo(1);
      assertThat(step.passes(review("ann", "a lamp"))).isTrue();
      assertThat(step.passes(review("bob", "a lamp"))).isFalse();
    }
  }

  @Test
  void idsOutliveTheJobAndEndAfterTheirTime() throws Exception {
    for (StateBackend backend : BACKENDS.values()) {
      OperatorSubtaskState checkpoint;
      try (Step step = new Step(backend, OperatorSubtaskState.builder().build())) {
        step.harness.setStateTtlProcessingTime(0);
        assertThat(step.passes(review("ann", "a lamp"))).isTrue();
        checkpoint = step.harness.snapshot(1, 1);
      }
      try (Step step = new Step(backend, checkpoint)) {
        step.harness.setStateTtlProcessingTime(UNIQUE_FOR.toMillis() - 1);
        assertThat(step.passes(review("ann", "a lamp"))).isFalse();
        step.harness.setStateTtlProcessingTime(UNIQUE_FOR.toMillis());
        assertThat(step.passes(review("ann", "a lamp"))).isTrue();
      }
    }
  }

  /** They hold the ids of two reviews of Ann's. */
  @Test
  void idsThatEarlierJobsKeptAreKnown() throws Exception {
    for (Map.Entry<String, StateBackend> each : BACKENDS.entrySet()) {
      try (Step step = new Step(each.getValue(), GoldenState.read(GOLDEN + each.getKey()))) {
        assertThat(step.passes(review("ann", "a lamp"))).isFalse();
        assertThat(step.passes(review("ann", "a chair"))).isFalse();
        assertThat(step.passes(review("ann", "a table"))).isTrue();
        assertThat(step.passes(review("bob", "a lamp"))).isTrue();
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = GoldenState.ASKED, matches = "true")
  void writesTheGoldenState() throws Exception {
    for (Map.Entry<String, StateBackend> each : BACKENDS.entrySet()) {
      try (Step step = new Step(each.getValue(), OperatorSubtaskState.builder().build())) {
        assertThat(step.passes(review("ann", "a lamp"))).isTrue();
        assertThat(step.passes(review("ann", "a chair"))).isTrue();
        GoldenState.write(GOLDEN + each.getKey(), step.harness.snapshot(1, 1));
      }
    }
  }

  /** The step as Flink runs it. */
  private static final class Step implements AutoCloseable {

    private final KeyedOneInputStreamOperatorTestHarness<String, UserEvent, UserEvent> harness;

    Step(StateBackend backend, OperatorSubtaskState from) throws Exception {
      harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new KeyedProcessOperator<>(new DropRepeats(UNIQUE_FOR)),
              UserEvent::userId,
              Types.STRING);
      harness.setStateBackend(backend);
      harness.setup(
          UserEvent.TYPE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
      harness.initializeState(from);
      harness.open();
    }

    boolean passes(UserEvent event) throws Exception {
      int before = harness.getOutput().size();
      harness.processElement(new StreamRecord<>(event));
      return harness.getOutput().size() > before;
    }

    long duplicates() {
      return harness
          .getOperator()
          .getRuntimeContext()
          .getLongCounter(DropRepeats.DUPLICATES)
          .getLocalValue();
    }

    @Override
    public void close() throws IOException {
      try {
        harness.close();
      } catch (Exception broken) {
        throw new IOException("closing the step", broken);
      }
    }
  }

  private static UserEvent review(String user, String id) {
    return new Review(origin(user, id), "fine");
  }

  private static UserEvent tokenized(String user, String id) {
    return new TokenizedReview(origin(user, id), new int[] {1}, false);
  }

  private static UserEvent embedded(String user, String id) {
    return new EmbeddedReview(origin(user, id), new float[] {1}, 1, false);
  }

  private static Origin origin(String user, String id) {
    return new Origin(id, user, 0, null);
  }
}
