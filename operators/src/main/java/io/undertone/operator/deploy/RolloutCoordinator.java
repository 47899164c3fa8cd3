package io.undertone.operator.deploy;

import io.undertone.operator.deploy.Subtasks.SubtaskId;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.CoordinatorStore;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of one step; connects it with the rollout that all steps of the job share. Flink
 * calls the coordinators of all steps in one thread of the job manager.
 */
final class RolloutCoordinator implements OperatorCoordinator {

  private static final String SHARED = "undertone-rollout";

  private final Context context;
  private final String step;
  private final boolean serves;
  private final Rollout rollout;

  private RolloutCoordinator(Context context, String step, boolean serves) {
    this.context = context;
    this.step = step;
    this.serves = serves;
    this.rollout = shared(context.getCoordinatorStore());
  }

  /**
   * Creates the coordinator of a step.
   *
   * @param serves whether the step runs the model; otherwise it takes deployments
   */
  record Provider(String step, OperatorID operator, boolean serves)
      implements OperatorCoordinator.Provider {

    private static final long serialVersionUID = 1L;

    @Override
    public OperatorID getOperatorId() {
      return operator;
    }

    @Override
    public OperatorCoordinator create(Context context) {
      return new RolloutCoordinator(context, step, serves);
    }
  }

  private static Rollout shared(CoordinatorStore store) {
    store.putIfAbsent(SHARED, new Rollout());
    return (Rollout) store.get(SHARED);
  }

  @Override
  public void start() {
    if (serves) {
      rollout.expect(step, context.currentParallelism());
    }
  }

  @Override
  public void handleEventFromOperator(int subtask, int attempt, OperatorEvent event) {
    if (event instanceof SubtaskReport.Requested is) {
      rollout.request(is.deployment());
    } else if (event instanceof SubtaskReport report) {
      rollout.report(new SubtaskId(step, subtask), report);
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Flink fails a task that misses an event
  public void executionAttemptReady(int subtask, int attempt, SubtaskGateway gateway) {
    if (serves) {
      rollout.connected(new SubtaskId(step, subtask), gateway::sendEvent);
    } else {
      rollout.listener(gateway::sendEvent);
    }
  }

  @Override
  public void executionAttemptFailed(int subtask, int attempt, @Nullable Throwable reason) {
    lost(subtask);
  }

  @Override
  public void subtaskReset(int subtask, long checkpoint) {
    lost(subtask);
  }

  /**
   * There is no state: subtasks report what they run, and which deployments are open. Flink calls
   * it where all of the job has failed; otherwise it calls {@link #subtaskReset}.
   */
  @Override
  public void resetToCheckpoint(long checkpoint, byte @Nullable [] state) {
    for (int subtask = 0; subtask < context.currentParallelism(); subtask++) {
      lost(subtask);
    }
    rollout.restored();
  }

  @Override
  public void checkpointCoordinator(long checkpoint, CompletableFuture<byte[]> part) {
    if (serves) {
      rollout.checkpoint(checkpoint, part);
    } else {
      HeldCheckpoints.complete(part);
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    if (serves) {
      rollout.completed(checkpoint);
    }
  }

  @Override
  public void notifyCheckpointAborted(long checkpoint) {
    if (serves) {
      rollout.aborted(checkpoint);
    }
  }

  @Override
  public void close() {}

  private void lost(int subtask) {
    if (serves) {
      rollout.lost(new SubtaskId(step, subtask));
    } else {
      rollout.listener(null);
    }
  }
}
