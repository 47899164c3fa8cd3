package io.undertone.operator.deploy;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/** What a subtask tells the job manager about a deployment. */
sealed interface Report extends OperatorEvent {

  /**
   * The subtask has opened.
   *
   * @param deployment the one whose model it runs; null where it runs the model of the start
   * @param bundle where that one's bundle came from; null with it
   * @param model {@code name@version}
   */
  record Running(@Nullable String deployment, @Nullable String bundle, String model)
      implements Report {}

  /** The model is open beside the running one and has given its goldens' answers. */
  record Ready(String deployment, String model, String manifestSha256) implements Report {}

  /** The model cannot be used here. */
  record Failed(String deployment, String reason) implements Report {}

  /** The subtask knows that it switches at this checkpoint. */
  record Armed(long checkpoint) implements Report {}

  /** The checkpoint is a savepoint, of whose end nobody is told: no switch at it. */
  record Unfit(long checkpoint) implements Report {}

  /** No more reviews come to this subtask. */
  record Finished() implements Report {}

  /** Somebody wishes for another model. */
  record Requested(Deployment deployment) implements Report {}
}
