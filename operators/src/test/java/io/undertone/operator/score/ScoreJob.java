package io.undertone.operator.score;

import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.operator.Mails;
import io.undertone.operator.RandomStream.Step;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * {@code ScoreReviews} as Flink runs it, on any number of subtasks, with a clock that stands still
 * until told.
 */
final class ScoreJob implements AutoCloseable {

  private static final int PARALLELISM_MAX = 128;

  private final List<KeyedOneInputStreamOperatorTestHarness<String, UserEvent, Sentiment>>
      subtasks = new ArrayList<>();
  private long checkpoints;

  /** All that a checkpoint holds, and the parallelism it was taken at. */
  record Checkpoint(OperatorSubtaskState state, int parallelism) {

    static final Checkpoint NONE = new Checkpoint(OperatorSubtaskState.builder().build(), 1);
  }

  /** Starts the job from a checkpoint. */
  ScoreJob(
      ModelSource model,
      SentimentSettings settings,
      int parallelism,
      StateBackend backend,
      Checkpoint from)
      throws Exception {
    for (int index = 0; index < parallelism; index++) {
      var subtask =
          new KeyedOneInputStreamOperatorTestHarness<String, UserEvent, Sentiment>(
              new ScoreReviews(model, settings, model.manifest().labels()),
              UserEvent::userId,
              Types.STRING,
              PARALLELISM_MAX,
              parallelism,
              index);
      subtasks.add(subtask);
      subtask.setStateBackend(backend);
      subtask.setup(
          Sentiment.TYPE.createSerializer(subtask.getExecutionConfig().getSerializerConfig()));
      subtask.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              from.state, PARALLELISM_MAX, from.parallelism, parallelism, index));
      subtask.open();
    }
  }

  void process(List<Step> steps) throws Exception {
    for (Step step : steps) {
      process(step);
    }
  }

  void process(Step step) throws Exception {
    if (step instanceof Step.Event is) {
      process(is.event());
    } else if (step instanceof Step.Mark is) {
      watermark(is.timestamp());
    }
  }

  void process(UserEvent event) throws Exception {
    subtaskOf(event.userId()).processElement(new StreamRecord<>(event, event.timestamp()));
  }

  void watermark(long timestamp) throws Exception {
    for (var subtask : subtasks) {
      subtask.processWatermark(new Watermark(timestamp));
    }
  }

  /** Lets so many milliseconds go by, for machines; event time has watermarks. */
  void wait(int millis) throws Exception {
    for (var subtask : subtasks) {
      Mails.at(subtask, subtask.getProcessingTime() + millis);
    }
  }

  /** Sets the clock by which state is freed. */
  void ageState(Duration since1970) throws Exception {
    for (var subtask : subtasks) {
      subtask.setStateTtlProcessingTime(since1970.toMillis());
    }
  }

  /** What comes before a checkpoint's barrier. */
  void barrier() throws Exception {
    for (var subtask : subtasks) {
      subtask.prepareSnapshotPreBarrier(checkpoints);
    }
  }

  Checkpoint checkpoint() throws Exception {
    barrier();
    checkpoints++;
    OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
    for (int index = 0; index < states.length; index++) {
      states[index] = subtasks.get(index).snapshot(checkpoints, checkpoints);
    }
    return new Checkpoint(
        AbstractStreamOperatorTestHarness.repackageState(states), subtasks.size());
  }

  void finish() throws Exception {
    for (var subtask : subtasks) {
      subtask.endInput();
      subtask.getOperator().finish();
    }
  }

  /** Everything that left, watermarks too, subtask by subtask. */
  List<Object> output() {
    List<Object> output = new ArrayList<>();
    for (var subtask : subtasks) {
      for (Object element : subtask.getOutput()) {
        output.add(element instanceof StreamRecord<?> is ? is.getValue() : element);
      }
    }
    return output;
  }

  /** The sentiments that left, subtask by subtask. */
  List<Sentiment> sentiments() {
    return output().stream()
        .filter(Sentiment.class::isInstance)
        .map(Sentiment.class::cast)
        .toList();
  }

  /** Users of whom something is kept, expired or not. */
  int entries() {
    return subtasks.stream().mapToInt(ScoreJob::entries).sum();
  }

  private static int entries(AbstractStreamOperatorTestHarness<Sentiment> subtask) {
    return (int)
        subtask
            .getOperator()
            .getKeyedStateBackend()
            .getKeys("memory", VoidNamespace.INSTANCE)
            .count();
  }

  int timers() {
    return subtasks.stream().mapToInt(subtask -> subtask.numEventTimeTimers()).sum();
  }

  @Override
  public void close() throws IOException {
    for (var subtask : subtasks) {
      try {
        subtask.close();
      } catch (Exception e) {
        throw new IOException("closing a subtask", e);
      }
    }
  }

  private KeyedOneInputStreamOperatorTestHarness<String, UserEvent, Sentiment> subtaskOf(
      String user) {
    return subtasks.get(
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            user, PARALLELISM_MAX, subtasks.size()));
  }
}
