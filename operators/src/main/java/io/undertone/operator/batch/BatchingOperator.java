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
 * Connects Flink to the waiting line. It brings reviews to the line, and watermarks and the like,
 * which keep their places between them. It lets the line take its turns, by mails that post
 * themselves while the line is not empty. At a barrier and at the end it drains the line, so that
 * nothing is in flight. It does not know what the engine computes.
 *
 * @param <OUT> what leaves
 * @param <E> the engine that steps reviews through the model
 */
public abstract class BatchingOperator<OUT, E extends Engine> extends ServingOperator<OUT, E> {

  private transient @Nullable WaitingLine line;
  private transient @Nullable DrainMetrics drains;
  private transient boolean turning;
  private transient boolean closed;

  protected BatchingOperator(ModelSource source, SentimentSettings settings) {
    super(source, settings);
  }

  /**
   * Takes an event in, and hands its work to the engine, if there is any.
   *
   * @param sent the time of its record, as long as it is under way; {@link Long#MIN_VALUE} if it
   *     came without one
   * @param last what arrived last of the same user, if that has not left; else null
   * @return null for an event that is passed over, as if it had never come
   */
  protected abstract @Nullable Arrival arrive(UserEvent event, long sent, @Nullable Arrival last)
      throws Exception;

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
    published.on(model.device(), model.deviceReason());
    line = new WaitingLine(engine, settings().batching().slots(), published);
    LOG.info(
        "{} with {} on {} ({}): {}",
        getClass().getSimpleName(),
        model.manifest().id(),
        model.device(),
        model.deviceReason() == null ? "as asked" : model.deviceReason(),
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
    Arrival arrival = arrive(event, sent, line().lastOf(event.userId()));
    if (arrival != null) {
      line().add(arrival, sent);
      takeTurns();
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    line().pass(passing(() -> super.processWatermark(mark)));
  }

  @Override
  public void processWatermark(WatermarkEvent mark) throws Exception {
    line().pass(passing(() -> super.processWatermark(mark)));
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    line().pass(passing(() -> super.processWatermarkStatus(status)));
  }

  @Override
  public void processLatencyMarker(LatencyMarker marker) throws Exception {
    line().pass(passing(() -> super.processLatencyMarker(marker)));
  }

  @Override
  public void processRecordAttributes(RecordAttributes attributes) throws Exception {
    line().pass(passing(() -> super.processRecordAttributes(attributes)));
  }

  @Override
  public final void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    line().drain(DrainCause.BARRIER);
  }

  @Override
  public final void finish() throws Exception {
    line().drain(DrainCause.END);
    super.finish();
  }

  @Override
  public void close() throws Exception {
    closed = true;
    super.close();
  }

  /** Begins to take turns, at once or after the delay, until the line is empty. */
  @SuppressWarnings("FutureReturnValueIgnored") // a timer that fails fails the task
  private void takeTurns() {
    if (turning || line().isEmpty()) {
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

  /** Between two mails the mailbox lets one record in, if there is one. */
  private void postTurn() {
    mailbox().execute(this::turn, "step the reviews under way");
  }

  private void turn() throws Exception {
    if (closed) {
      return; // closed meanwhile
    }
    turning = !line().isEmpty() && line().turn();
    if (turning) {
      postTurn();
    }
  }

  private WaitingLine line() {
    return Objects.requireNonNull(line, "opened before the first event");
  }

  private static Arrival passing(Passing.Leaving leaving) {
    return new Passing(null, leaving);
  }
}
