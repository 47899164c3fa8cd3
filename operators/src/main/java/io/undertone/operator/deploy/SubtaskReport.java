package io.undertone.operator.deploy;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/** What a subtask tells the job manager about a deployment. */
sealed interface SubtaskReport extends OperatorEvent {

  /**
   * The subtask has opened.
   *
   * @param deployment the one whose model it runs; null where it runs the model of the start
   * @param bundle where that one's bundle came from; null with it
   * @param model {@code name@version}
   */
  record Running(@Nullable String deployment, @Nullable String bundle, String model)
      implements SubtaskReport {}

  /** The model is open beside the running one and has given its goldens' answers. */
  record Ready(String deployment, String model, String manifestSha256) implements SubtaskReport {}

  /** The model cannot be used here. */
  record Failed(String deployment, String reason) implements SubtaskReport {}

  /** The subtask will switch at this checkpoint. */
  record Armed(long checkpoint) implements SubtaskReport {}

  /** No switch at this checkpoint: it is a savepoint, and Flink does not say when one completes. */
  record Unfit(long checkpoint) implements SubtaskReport {}

  /** The subtask has reached the end of its input. */
  record Finished() implements SubtaskReport {}

  /** A deployment is asked for. */
  record Requested(Deployment deployment) implements SubtaskReport {}
}
