package io.undertone.operator.repeat;

import io.undertone.event.ReviewEvent;
import io.undertone.event.UserEvent;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Deduplicates reviews by user and review id. A review whose id the same user has sent before,
 * within a given time, is counted and dropped; texts are not compared. When a user is forgotten, so
 * are the ids.
 */
public final class DropRepeats extends KeyedProcessFunction<String, UserEvent, UserEvent> {

  /** Name and uid of the step. */
  public static final String STEP = "drop-repeats";

  /** Name of the metric, and of the accumulator, that count what was dropped. */
  public static final String DUPLICATES = "duplicates";

  private final Duration uniqueFor;
  private transient @Nullable MapState<String, Boolean> seen;
  private transient @Nullable Counter repeats;
  private transient @Nullable LongCounter repeatsInAll;

  /**
   * @param uniqueFor how long an id is kept, in processing time
   */
  public DropRepeats(Duration uniqueFor) {
    this.uniqueFor = uniqueFor;
  }

  @Override
  public void open(OpenContext context) {
    var ids =
        new MapStateDescriptor<>(
            "review-ids", StringSerializer.INSTANCE, BooleanSerializer.INSTANCE);
    ids.enableTimeToLive(StateTtlConfig.newBuilder(uniqueFor).build());
    seen = getRuntimeContext().getMapState(ids);
    repeats = getRuntimeContext().getMetricGroup().counter(DUPLICATES);
    repeatsInAll = getRuntimeContext().getLongCounter(DUPLICATES);
  }

  @Override
  public void processElement(UserEvent event, Context context, Collector<UserEvent> events)
      throws Exception {
    if (event instanceof ReviewEvent review) {
      if (isRepeat(review.origin().reviewId())) {
        Objects.requireNonNull(repeats).inc();
        Objects.requireNonNull(repeatsInAll).add(1);
        return;
      }
    } else {
      ids().clear();
    }
    events.collect(event);
  }

  private boolean isRepeat(String reviewId) throws Exception {
    if (ids().contains(reviewId)) {
      return true;
    }
    ids().put(reviewId, true);
    return false;
  }

  private MapState<String, Boolean> ids() {
    return Objects.requireNonNull(seen, "opened before the first event");
  }
}
