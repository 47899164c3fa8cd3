package io.undertone.operator.batch;

import io.undertone.cell.Model;
import io.undertone.event.UserEvent;
import io.undertone.operator.deploy.ServingOperator;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.util.Objects;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Connects Flink to the {@link PendingQueue}. It enqueues reviews, and the watermarks between them,
 * which keep their places. While the queue is not empty it gives it turns, by a mail that posts
 * itself again. At a barrier and at the end of input it drains the queue, so that nothing is in
 * flight. It does not know what the engine computes.
 *
 * @param <OUT> what leaves
 * @param <E> the engine that steps reviews through the model
 */
public abstract class BatchingOperator<OUT, E extends Engine> extends ServingOperator<OUT, E> {

  private transient @Nullable PendingQueue queue;
  private transient @Nullable DrainMetrics drains;
  private transient boolean turning;
  private transient boolean closed;

  protected BatchingOperator(ModelSource source, SentimentSettings settings) {
    super(source, settings);
  }

  /**
   * Admits an event, and hands its work to the engine, if there is any.
   *
   * @param sent the timestamp of its stream record; {@link Long#MIN_VALUE} if it has none
   * @param last the user's element before, if that has not left; else null
   * @return null for an event that is skipped, as if it had never come
   */
  protected abstract @Nullable PendingElement admit(
      UserEvent event, long sent, @Nullable PendingElement last) throws Exception;

  protected final E engine() {
    return served().opened();
  }

  @Override
  public void open() throws Exception {
    drains = new DrainMetrics(getMetricGroup());
    super.open();
  }

  @Override
  public void use(E engine, Model model) throws Exception {
    DrainMetrics published = Objects.requireNonNull(drains);
    String forced = model.deviceReason();
    String reason = forced == null ? "chosen" : forced;
    published.on(model.device().label(), reason);
    queue = new PendingQueue(engine, settings().batching().slots(), published);
    LOG.info(
        "{} with {} on {} ({}): {}",
        getClass().getSimpleName(),
        model.manifest().id(),
        model.device().label(),
        reason,
        settings());
  }

  @Override
  public void close(E engine) {
    engine.close();
  }

  @Override
  protected final void process(StreamRecord<UserEvent> element) throws Exception {
    UserEvent event = element.getValue();
    long sent = element.getTimestamp();
    PendingElement pending = admit(event, sent, queue().lastOf(event.userId()));
    if (pending != null) {
      queue().add(pending, sent);
      takeTurns();
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    pass(() -> super.processWatermark(mark));
  }

  @Override
  public void processWatermark(WatermarkEvent mark) throws Exception {
    pass(() -> super.processWatermark(mark));
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    pass(() -> super.processWatermarkStatus(status));
  }

  @Override
  public void processLatencyMarker(LatencyMarker marker) throws Exception {
    pass(() -> super.processLatencyMarker(marker));
  }

  @Override
  public void processRecordAttributes(RecordAttributes attributes) throws Exception {
    pass(() -> super.processRecordAttributes(attributes));
  }

  @Override
  public final void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    queue().drain(DrainCause.BARRIER);
  }

  @Override
  public final void finish() throws Exception {
    queue().drain(DrainCause.END);
    super.finish();
  }

  @Override
  public void close() throws Exception {
    closed = true;
    super.close();
  }

  /** Starts the turns, at once or after the delay; they end when the queue is empty. */
  @SuppressWarnings("FutureReturnValueIgnored") // a timer that fails fails the task
  private void takeTurns() {
    if (turning || queue().isEmpty()) {
      return;
    }
    turning = true;
    long delay = settings().batching().delayMax().toMillis();
    if (delay == 0) {
      postTurn();
    } else {
      long due = getProcessingTimeService().getCurrentProcessingTime() + delay;
      getProcessingTimeService().registerTimer(due, time -> turn());
    }
  }

  /** Between two mails the mailbox processes one record, if there is one. */
  private void postTurn() {
    mailbox().execute(this::turn, "step the reviews under way");
  }

  private void turn() throws Exception {
    if (closed) {
      return;
    }
    turning = !queue().isEmpty() && queue().turn();
    if (turning) {
      postTurn();
    }
  }

  private PendingQueue queue() {
    return Objects.requireNonNull(queue, "opened before the first event");
  }

  private void pass(PassThrough.Action action) throws Exception {
    queue().pass(new PassThrough(null, action));
  }
}
