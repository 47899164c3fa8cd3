package io.undertone.operator.score;

import io.undertone.cell.Model;
import io.undertone.cell.ReviewEngine;
import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.model.Manifest;
import io.undertone.operator.batch.BatchingOperator;
import io.undertone.operator.batch.PendingElement;
import io.undertone.operator.batch.StateSet;
import io.undertone.operator.deploy.Deployment;
import io.undertone.operator.deploy.ServedModel;
import io.undertone.operator.deploy.StatePolicy;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Answering;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.SentimentSettings;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionKeyedStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Scores reviews with the memory of their users. Keyed by user; an operator of its own, since a
 * batch spans users. {@code Scoring} computes the answers and {@code MemoryRules} decides which
 * memory a review meets; this class connects both with Flink.
 *
 * <p>Its state that is not keyed is union list state, of which Flink completes no checkpoint while
 * some subtasks have finished and others have not. Here that is short: each subtask gets reviews
 * from all partitions, so all of them end with the last partition, and one only waits until the
 * others have scored what they still hold. Flink does not count such a checkpoint as a failure.
 */
public final class ScoreReviews extends BatchingOperator<Sentiment, Scoring> {

  /** Name and uid of the step. */
  public static final String STEP = "score-reviews";

  private static final long serialVersionUID = 1L;

  private final List<String> labels;
  private transient @Nullable ListState<String> fingerprints;
  private transient @Nullable AnswerState answerState;
  private transient @Nullable AnswerFilter answers;
  private transient @Nullable KeyedMemories memories;
  private transient @Nullable MemoryCounts counts;
  private transient @Nullable StateSet model;
  private transient boolean restored;

  /**
   * @param labels that the job writes probabilities of, whatever model is deployed; empty for a
   *     language model
   */
  public ScoreReviews(ModelSource source, SentimentSettings settings, List<String> labels) {
    super(source, settings);
    this.labels = List.copyOf(labels);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    fingerprints =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("model-fingerprint", StringSerializer.INSTANCE));
    answerState = new AnswerState(context.getOperatorStateStore());
    String job = getRuntimeContext().getJobInfo().getJobId().toString();
    Answering answering = answerState.restored(settings().answering());
    answers = new AnswerFilter(answering, RememberedProgress.of(job));
    restored = context.isRestored();
    LegacyState.dropWatermark(context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    requireStreaming();
    memories = new KeyedMemories(this::setCurrentKey, getRuntimeContext().getState(memoryState()));
    if (restored) {
      LegacyState.dropTimers(getKeyedStateBackend(), earlierTimers());
    }
    counts = new MemoryCounts();
    publish(counts, getMetricGroup());
    LOG.info("Answering {}", answers().answering());
    warnOfHistory(answers().answering());
    model = new StateSet(getMetricGroup(), "answers", "model");
    super.open();
  }

  @Override
  public Scoring open(Model opened, @Nullable Deployment deployment, @Nullable Manifest before)
      throws Exception {
    boolean asked = deployment != null && deployment.policy() == StatePolicy.REWARM;
    Rewarming rewarming = Rewarming.of(opened, settings(), asked);
    if (deployment != null) {
      new DeploymentCheck(opened, settings(), labels).requireFit(deployment, before);
    }
    opened.executor(settings().batching().executor()); // fails now, not at the first review
    var rules =
        new MemoryRules(
            opened,
            DeploymentCheck.remembering(settings().remembering(), deployment),
            rewarming,
            Objects.requireNonNull(memories),
            Objects.requireNonNull(counts));
    ReviewEngine engine = new ReviewEngine(opened, settings().batching().engine());
    return new Scoring(opened, engine, rules, this::emit);
  }

  @Override
  public void use(Scoring scoring, Model opened) throws Exception {
    if (settings().remembering().memory() == Memory.RESET) {
      forgetAll(Objects.requireNonNull(memories));
    } else if (scoring.carries() && restored) {
      scoring.checkRestored(Objects.requireNonNull(fingerprints).get());
      restored = false;
    }
    Objects.requireNonNull(model).set(opened.manifest().id());
    super.use(scoring, opened);
  }

  @Override
  protected @Nullable PendingElement admit(
      UserEvent event, long sent, @Nullable PendingElement last) throws Exception {
    return answers().isInHistory(event) ? null : engine().admit(event, last);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    ServedModel.Named<Scoring> named = served().named();
    Objects.requireNonNull(fingerprints)
        .update(
            named.opened().carries() ? List.of(named.manifest().stateFingerprint()) : List.of());
    Objects.requireNonNull(answerState).keep(answers().answering());
  }

  /** Warns once that reviews are skipped, if only an earlier start asked for that. */
  private void warnOfHistory(Answering answering) {
    if (answering.hasHistory()
        && !answering.isPartial()
        && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      LOG.warn(
          "Reviews up to {} are passed over: data sets have brought them into memory in an earlier life of this job. The metric reviewsInHistory counts them.",
          Instant.ofEpochMilli(answering.historyEnd()));
    }
  }

  /**
   * Deletes the memories of an earlier job, if none are to be kept. A model without memory deletes
   * none, since the next model may read them.
   */
  private void forgetAll(KeyedMemories memories) throws Exception {
    this.<String>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            memoryState(),
            (user, kept) -> memories.forget(user));
  }

  private ValueStateDescriptor<UserMemory> memoryState() {
    return KeyedMemories.descriptor(settings().remembering());
  }

  private InternalTimerService<VoidNamespace> earlierTimers() {
    return getInternalTimerService(
        LegacyState.TIMERS, VoidNamespaceSerializer.INSTANCE, LegacyState.handler());
  }

  private void emit(Sentiment sentiment) {
    if (answers().isWanted(sentiment.origin().timestamp())) {
      output.collect(new StreamRecord<>(sentiment, sentiment.origin().timestamp()));
    }
  }

  private AnswerFilter answers() {
    return Objects.requireNonNull(answers, "opened before the first event");
  }

  /**
   * BATCH mode keeps the state of only one key at a time, but a batch has reviews of many users.
   */
  private void requireStreaming() {
    if (getKeyedStateBackend() instanceof BatchExecutionKeyedStateBackend) {
      throw new IllegalStateException(
          "Opening ScoreReviews: expected execution.runtime-mode STREAMING, found BATCH, which keeps one user's memory at a time. Set STREAMING; bounded sources work in it too.");
    }
  }

  private void publish(MemoryCounts counts, MetricGroup metrics) {
    for (MemoryCounts.Event event : MemoryCounts.Event.values()) {
      metrics.gauge(event.metric(), (Gauge<Long>) () -> counts.of(event));
    }
    answers()
        .metrics()
        .forEach((name, value) -> metrics.gauge(name, (Gauge<Long>) value::getAsLong));
    if (getKeyedStateBackend() instanceof HeapKeyedStateBackend<?> heap) {
      metrics.gauge("memoriesHeld", (Gauge<Integer>) heap::numKeyValueStateEntries);
    }
  }
}
