package io.undertone.operator.score;

import io.undertone.cell.Model;
import io.undertone.cell.ReviewEngine;
import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.operator.ModelSource;
import io.undertone.operator.Remembering;
import io.undertone.operator.SentimentSettings;
import io.undertone.operator.batch.Arrival;
import io.undertone.operator.batch.BatchingOperator;
import io.undertone.operator.batch.Engine;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionKeyedStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Scores reviews with what is remembered of their users. Keyed by user; an operator of its own,
 * since a batch spans users. What it does with users is in {@code Scoring}, where their memory is
 * kept in {@code UserMemory}; here both meet Flink.
 */
public final class ScoreReviews extends BatchingOperator<Sentiment> {

  private transient @Nullable ListState<String> fingerprints;
  private transient @Nullable ListState<Long> watermarks;
  private transient @Nullable String fingerprint;
  private transient @Nullable Scoring scoring;

  /** The newest that came in; at a barrier it has also passed. */
  private transient long watermark;

  public ScoreReviews(ModelSource source, SentimentSettings settings) {
    super(source, settings);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    fingerprints =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("model-fingerprint", StringSerializer.INSTANCE));
    watermarks =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("watermark", LongSerializer.INSTANCE));
  }

  @Override
  protected Engine open(Model model) throws Exception {
    requireStreaming();
    Remembering remembering = settings().remembering();
    MemoryCounts counts = new MemoryCounts();
    UserMemory memory = memory(new Expiry(remembering), counts);
    if (Scoring.carries(model, remembering)) {
      fingerprint = model.manifest().stateFingerprint();
      Fingerprints.check(model.manifest(), restoredFingerprints(), remembering.mismatch());
    } else {
      forgetAll(memory);
    }
    ReviewEngine engine = new ReviewEngine(model, settings().batching().engine());
    scoring = new Scoring(model, engine, remembering, memory, counts, this::emit);
    watermark = restoredWatermark();
    scoring.watermark(watermark);
    memory.restored(watermark);
    publish(counts, getMetricGroup());
    return scoring;
  }

  @Override
  protected Arrival arrive(UserEvent event) throws Exception {
    return Objects.requireNonNull(scoring).arrive(event);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermark = Math.max(watermark, mark.getTimestamp());
    Objects.requireNonNull(scoring).watermark(watermark);
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    Objects.requireNonNull(fingerprints)
        .update(fingerprint == null ? List.of() : List.of(fingerprint));
    Objects.requireNonNull(watermarks).update(List.of(watermark));
  }

  /** Where nothing is to be kept, what an earlier job kept goes too. */
  private void forgetAll(UserMemory memory) throws Exception {
    this.<String>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            memoryState(),
            (user, kept) -> memory.forget(user));
  }

  private UserMemory memory(Expiry expiry, MemoryCounts counts) {
    var memory =
        new UserMemory(
            this::setCurrentKey, getRuntimeContext().getState(memoryState()), expiry, counts);
    memory.use(getInternalTimerService("memory-expiry", VoidNamespaceSerializer.INSTANCE, memory));
    return memory;
  }

  private static ValueStateDescriptor<Kept> memoryState() {
    return new ValueStateDescriptor<>("memory", new KeptSerializer());
  }

  private Iterable<String> restoredFingerprints() throws Exception {
    return Objects.requireNonNull(fingerprints).get();
  }

  /** Every subtask saw the same watermarks before the barrier; the newest goes on for all. */
  private long restoredWatermark() throws Exception {
    long newest = Long.MIN_VALUE;
    for (long each : Objects.requireNonNull(watermarks).get()) {
      newest = Math.max(newest, each);
    }
    return newest;
  }

  private void emit(Sentiment sentiment) {
    output.collect(new StreamRecord<>(sentiment, sentiment.origin().timestamp()));
  }

  /** BATCH mode keeps the state of one user at a time, and a batch of ours spans many. */
  private void requireStreaming() {
    if (getKeyedStateBackend() instanceof BatchExecutionKeyedStateBackend) {
      throw new IllegalStateException(
          "Opening ScoreReviews: expected execution.runtime-mode STREAMING, found BATCH, which keeps one user's memory at a time. Set STREAMING; bounded sources work in it too.");
    }
  }

  private static void publish(MemoryCounts counts, MetricGroup metrics) {
    metrics.gauge("usersRemembered", (Gauge<Long>) counts::usersRemembered);
    metrics.gauge("usersForgotten", (Gauge<Long>) counts::usersForgotten);
    metrics.gauge("usersExpired", (Gauge<Long>) counts::usersExpired);
    metrics.gauge("usersRestarted", (Gauge<Long>) counts::usersRestarted);
    metrics.gauge("usersReset", (Gauge<Long>) counts::usersReset);
  }
}
