package io.undertone.operator.deploy;

import io.undertone.event.UserEvent;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.util.Objects;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * A step that runs the model: connects Flink with {@link ServedModel}. It takes part in deployments
 * if {@link CoordinatedFactory} created it.
 *
 * @param <OUT> what leaves
 * @param <E> what the step runs of a model
 */
public abstract class ServingOperator<OUT, E> extends AbstractStreamOperator<OUT>
    implements OneInputStreamOperator<UserEvent, OUT>, Coordinated, ModelStep<E> {

  private static final long serialVersionUID = 1L;

  private final ModelSource source;
  private final SentimentSettings settings;
  private transient @Nullable OperatorEventGateway jobManager;
  private transient @Nullable MailboxExecutor mailbox;
  private transient @Nullable ServedModel<E> served;

  protected ServingOperator(ModelSource source, SentimentSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  /** Processes an event, with the model that is to read it. */
  protected abstract void process(StreamRecord<UserEvent> element) throws Exception;

  protected final SentimentSettings settings() {
    return settings;
  }

  protected final ServedModel<E> served() {
    return Objects.requireNonNull(served, "initialized before it is asked for");
  }

  protected final MailboxExecutor mailbox() {
    return Objects.requireNonNull(mailbox, "set before the step opens");
  }

  @Override
  public void setMailboxExecutor(MailboxExecutor executor) {
    super.setMailboxExecutor(executor);
    mailbox = executor;
  }

  @Override
  public final void coordinate(OperatorEventGateway gateway) {
    jobManager = gateway;
  }

  @Override
  public final void execute(OperatorEvent command) {
    served().execute(command);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    served = new ServedModel<>(source, settings.device(), this);
    if (jobManager != null) {
      served.coordinate(jobManager, mailbox(), getContainingTask());
    }
    served.restore(context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    served().open();
  }

  @Override
  public final void processElement(StreamRecord<UserEvent> element) throws Exception {
    served().hold();
    process(element);
  }

  @Override
  public final OperatorSnapshotFutures snapshotState(
      long checkpoint, long timestamp, CheckpointOptions options, CheckpointStreamFactory storage)
      throws Exception {
    served().barrier(checkpoint, options.getCheckpointType().isSavepoint());
    return super.snapshotState(checkpoint, timestamp, options, storage);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    served().snapshot();
  }

  @Override
  public void finish() throws Exception {
    super.finish();
    served().finish();
  }

  @Override
  public void close() throws Exception {
    try {
      if (served != null) {
        served.close();
      }
    } finally {
      super.close();
    }
  }

  @Override
  public void close(E opened) {}
}
