package io.undertone.operator.score;

import io.undertone.operator.settings.Answering;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.LongSerializer;

/**
 * State of the {@link Answering} settings that are fixed when a job first starts, so that neither a
 * restart nor a rescale changes them. Every subtask writes the same, and reads what all have
 * written.
 */
final class AnswerState {

  private final ListState<Long> from;
  private final ListState<Long> historyEnd;

  AnswerState(OperatorStateStore store) throws Exception {
    this.from = longs(store, "answers-from");
    this.historyEnd = longs(store, "history-end");
  }

  /** The settings, with what a checkpoint has fixed. */
  Answering restored(Answering asked) throws Exception {
    long fixed = asked.latest() ? newest(from) : Answering.BEFORE_ALL;
    return new Answering(
        fixed == Answering.BEFORE_ALL ? asked.from() : fixed,
        asked.latest(),
        Math.max(asked.historyEnd(), newest(historyEnd)));
  }

  /** Writes what is fixed into the next checkpoint. */
  void keep(Answering answering) throws Exception {
    from.update(list(answering.latest() ? answering.from() : Answering.BEFORE_ALL));
    historyEnd.update(list(answering.historyEnd()));
  }

  private static long newest(ListState<Long> kept) throws Exception {
    long newest = Answering.BEFORE_ALL;
    for (long each : kept.get()) {
      newest = Math.max(newest, each);
    }
    return newest;
  }

  private static List<Long> list(long time) {
    return time == Answering.BEFORE_ALL ? List.of() : List.of(time);
  }

  private static ListState<Long> longs(OperatorStateStore store, String name) throws Exception {
    return store.getUnionListState(new ListStateDescriptor<>(name, LongSerializer.INSTANCE));
  }
}
