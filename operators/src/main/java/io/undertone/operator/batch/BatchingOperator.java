package io.undertone.operator.batch;

import io.undertone.cell.Model;
import io.undertone.event.UserEvent;
import io.undertone.operator.Batching;
import io.undertone.operator.ModelLease;
import io.undertone.operator.ModelSource;
import io.undertone.operator.SentimentSettings;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Brings Flink's events to the waiting line: reviews, and everything that keeps its place between
 * them; the timer that ends a wait; the barrier and the end, which nothing may be in flight at. It
 * owns the model's lease and the engine, and does not know what the engine computes.
 *
 * @param <OUT> what leaves
 */
public abstract class BatchingOperator<OUT> extends AbstractStreamOperator<OUT>
    implements OneInputStreamOperator<UserEvent, OUT> {

  private final ModelSource source;
  private final SentimentSettings settings;
  private transient @Nullable ModelLease lease;
  private transient @Nullable Engine engine;
  private transient @Nullable WaitingLine line;
  private transient @Nullable MailboxExecutor mailbox;
  private transient @Nullable ScheduledFuture<?> timer;
  private transient boolean relief;

  protected BatchingOperator(ModelSource source, SentimentSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  /** Opens the engine for this subtask; it is closed before the model is. */
  protected abstract Engine open(Model model) throws Exception;

  /** Takes an event in, and gives its work, if there is any, to the engine. */
  protected abstract Arrival arrive(UserEvent event) throws Exception;

  protected final SentimentSettings settings() {
    return settings;
  }

  @Override
  public void setMailboxExecutor(MailboxExecutor executor) {
    super.setMailboxExecutor(executor);
    mailbox = executor;
  }

  @Override
  public void open() throws Exception {
    super.open();
    lease = source.lease(settings.device());
    Model model = lease.model();
    engine = open(model);
    Batching batching = settings.batching();
    line =
        new WaitingLine(
            engine,
            batching.slots(),
            batching.delayMax().toMillis(),
            () -> getProcessingTimeService().getCurrentProcessingTime(),
            new DrainMetrics(getMetricGroup(), model.device()));
    LOG.info(
        "{} with {} on {}: {}",
        getClass().getSimpleName(),
        model.manifest().id(),
        model.device(),
        settings);
  }

  @Override
  public final void processElement(StreamRecord<UserEvent> element) throws Exception {
    line().add(arrive(element.getValue()));
    setTimer();
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
    try {
      if (engine != null) {
        engine.close();
        engine = null;
      }
    } finally {
      if (lease != null) {
        lease.close();
        lease = null;
      }
      super.close();
    }
  }

  /** At most one timer stands, for the first in the line when it was set; none during relief. */
  private void setTimer() {
    if (timer == null && !relief && !line().isEmpty()) {
      long due = getProcessingTimeService().getCurrentProcessingTime() + line().patience();
      timer = getProcessingTimeService().registerTimer(due, time -> relieve());
    }
  }

  /** Runs as often as the line asks; between two runs the mailbox lets one more record in. */
  private void relieve() throws Exception {
    timer = null;
    relief = false;
    if (engine == null) {
      return; // closed meanwhile
    }
    if (line().relieve()) {
      relief = true;
      mailbox().execute(this::relieve, "let out who has waited too long");
    } else {
      setTimer();
    }
  }

  private MailboxExecutor mailbox() {
    if (mailbox == null) {
      throw new IllegalStateException(getOperatorName() + " was given no mailbox");
    }
    return mailbox;
  }

  private WaitingLine line() {
    if (line == null) {
      throw new IllegalStateException(getOperatorName() + " was not opened");
    }
    return line;
  }

  private interface Passing {
    void pass() throws Exception;
  }

  private static Arrival passing(Passing what) {
    return new Arrival() {
      @Override
      public @Nullable String user() {
        return null;
      }

      @Override
      public boolean finished() {
        return true;
      }

      @Override
      public void leave() throws Exception {
        what.pass();
      }
    };
  }
}
