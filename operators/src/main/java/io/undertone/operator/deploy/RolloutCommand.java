package io.undertone.operator.deploy;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** What the job manager tells a subtask to do about a deployment. */
sealed interface RolloutCommand extends OperatorEvent {

  /** Fetch, verify and prove the bundle beside the running model, and report. */
  record Prepare(Deployment deployment) implements RolloutCommand {}

  /** Drop the model that was prepared, or is being prepared. */
  record Drop(String deployment) implements RolloutCommand {}

  /**
   * At this checkpoint's barrier, write the new model into the state and hold what comes behind.
   */
  record Arm(long checkpoint) implements RolloutCommand {}

  /** Go on: with the new model if the checkpoint has completed, with the old one if it failed. */
  record Decide(long checkpoint, boolean completed) implements RolloutCommand {}

  /** For the step that takes deployments: this one has ended. */
  record Close(DeploymentOutcome outcome) implements RolloutCommand {}
}
