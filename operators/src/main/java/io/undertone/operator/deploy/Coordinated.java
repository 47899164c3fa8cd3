package io.undertone.operator.deploy;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;

/** A step that the job manager leads through deployments. */
public interface Coordinated {

  /** How the step reaches the job manager; called before it opens. */
  void coordinate(OperatorEventGateway jobManager);

  /** The job manager has something done; called in the task's thread. */
  void order(OperatorEvent order);
}
