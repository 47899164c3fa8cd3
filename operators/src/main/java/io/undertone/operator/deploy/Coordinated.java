package io.undertone.operator.deploy;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;

/** A step that the job manager leads through deployments. */
public interface Coordinated {

  /** Gives the step its way to the job manager; called before it opens. */
  void coordinate(OperatorEventGateway jobManager);

  /** Executes a command of the job manager; called in the task's thread. */
  void execute(OperatorEvent command);
}
