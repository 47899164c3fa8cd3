package io.undertone.operator.score;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;

/**
 * Removes state that only earlier versions used, when watermarks ended memories: the newest
 * watermark, and a timer for each user. Otherwise Flink would keep it in every later checkpoint.
 */
final class LegacyState {

  /** The name of the timers' service. */
  static final String TIMERS = "memory-expiry";

  private static final String WATERMARK = "watermark";

  private LegacyState() {}

  /** Clears the list that held the watermark, if there is one. */
  static void dropWatermark(OperatorStateStore store) throws Exception {
    if (store.getRegisteredStateNames().contains(WATERMARK)) {
      store
          .getUnionListState(new ListStateDescriptor<>(WATERMARK, LongSerializer.INSTANCE))
          .clear();
    }
  }

  /** Deletes every timer. */
  static void dropTimers(
      KeyedStateBackend<String> users, InternalTimerService<VoidNamespace> timers)
      throws Exception {
    record Standing(String user, long time) {}
    List<Standing> all = new ArrayList<>();
    timers.forEachEventTimeTimer(
        (namespace, time) -> all.add(new Standing(users.getCurrentKey(), time)));
    for (Standing timer : all) {
      users.setCurrentKey(timer.user());
      timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, timer.time());
    }
  }

  /** The handler of the timers; never called, since none is left. */
  static Triggerable<String, VoidNamespace> handler() {
    return new Triggerable<>() {
      @Override
      public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("no memory ends by the stream's clock");
      }

      @Override
      public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("no memory ends by a timer");
      }
    };
  }
}
