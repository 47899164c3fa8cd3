package io.undertone.operator.deploy;

import io.undertone.operator.deploy.RolloutCommand.Close;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the outcomes of deployments to the step that takes them. That step may be lost for a
 * while, and asks again after its restart. Used by one thread.
 */
final class DeploymentOutcomes {

  /** Outcomes that are kept, for a step that has restarted. */
  static final int KNOWN_MAX = 1000;

  /** By deployment, the oldest first. */
  private final Map<String, DeploymentOutcome> known = new LinkedHashMap<>();

  /** Those that could not be delivered yet. */
  private final Set<DeploymentOutcome> undelivered = new LinkedHashSet<>();

  private @Nullable Consumer<RolloutCommand> listener;

  /** Sets who is told, now also of what ended meanwhile; null while the step is lost. */
  void listener(@Nullable Consumer<RolloutCommand> gateway) {
    listener = gateway;
    if (gateway != null) {
      undelivered.forEach(outcome -> gateway.accept(new Close(outcome)));
      undelivered.clear();
    }
  }

  /** Delivers the outcome of a deployment again; false if none of its name has ended. */
  boolean repeat(Deployment deployment) {
    DeploymentOutcome outcome = known.get(deployment.id());
    if (outcome != null) {
      boolean same = outcome.bundle().equals(deployment.bundle());
      deliver(same ? outcome : DeploymentOutcome.nameTaken(deployment, outcome.bundle()));
    }
    return outcome != null;
  }

  /** Delivers the outcome of a deployment that has ended. */
  void add(DeploymentOutcome outcome) {
    known.put(outcome.deployment(), outcome);
    if (known.size() > KNOWN_MAX) {
      known.remove(known.keySet().iterator().next());
    }
    deliver(outcome);
  }

  private void deliver(DeploymentOutcome outcome) {
    if (listener != null) {
      listener.accept(new Close(outcome));
    } else {
      undelivered.add(outcome);
    }
  }
}
