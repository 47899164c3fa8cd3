package io.undertone.job.chaos;

import io.undertone.job.chaos.Trap.Moment;
import io.undertone.job.chaos.Trap.Place;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** Hands on what comes, and fails where a {@link Trap} lies. */
public final class TrappedStep<T> extends RichMapFunction<T, T>
    implements CheckpointedFunction, CheckpointListener {

  private static final long serialVersionUID = 1L;

  private final Place place;

  public TrappedStep(Place place) {
    this.place = place;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    if (getRuntimeContext().getTaskInfo().getAttemptNumber() > 0) {
      passOrFail(Moment.RESTORE);
    }
  }

  @Override
  public T map(T value) {
    passOrFail(Moment.RECORD);
    return value;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    passOrFail(Moment.SNAPSHOT);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    passOrFail(Moment.COMPLETE);
  }

  private void passOrFail(Moment moment) {
    if (Trap.springs(place, moment)) {
      throw new IllegalStateException(
          "the test fails the job here: %s, %s".formatted(place, moment));
    }
  }
}
