package io.undertone.operator.deploy;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** What the job manager has a subtask do about a deployment. */
sealed interface Order extends OperatorEvent {

  /** Fetch, verify and prove the bundle beside the running model, and report. */
  record Prepare(Deployment deployment) implements Order {}

  /** Give up what was prepared, or is being prepared. */
  record Drop(String deployment) implements Order {}

  /**
   * At this checkpoint's barrier, write the new model into the state and hold what comes behind.
   */
  record Arm(long checkpoint) implements Order {}

  /** The checkpoint has completed, and the new model goes on; or it has failed, and the old one. */
  record Decide(long checkpoint, boolean completed) implements Order {}

  /** For the step that takes deployments: this one is over. */
  record Close(DeploymentEnd end) implements Order {}
}
