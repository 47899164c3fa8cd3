package io.undertone.operator.deploy;

import io.undertone.operator.deploy.Order.Close;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What became of deployments, on its way to the step that takes them. That step may be gone for a
 * while, and may ask again when it is back. Used by one thread.
 */
final class Ends {

  /** Ends that are known, for a step that starts again. */
  static final int KNOWN_MAX = 1000;

  /** By deployment, the oldest first. */
  private final Map<String, DeploymentEnd> known = new LinkedHashMap<>();

  /** Those of which nobody could be told. */
  private final Set<DeploymentEnd> waiting = new LinkedHashSet<>();

  private @Nullable Consumer<Order> desk;

  /** The step can be told, also of what ended meanwhile; null once it is gone. */
  void desk(@Nullable Consumer<Order> gateway) {
    desk = gateway;
    if (gateway != null) {
      waiting.forEach(end -> gateway.accept(new Close(end)));
      waiting.clear();
    }
  }

  /** Says again what became of a deployment; false if none of its name has ended. */
  boolean sayAgain(Deployment deployment) {
    DeploymentEnd end = known.get(deployment.id());
    if (end != null) {
      boolean same = end.bundle().equals(deployment.bundle());
      say(same ? end : DeploymentEnd.nameTaken(deployment, end.bundle()));
    }
    return end != null;
  }

  /** A deployment is over. */
  void add(DeploymentEnd end) {
    known.put(end.deployment(), end);
    if (known.size() > KNOWN_MAX) {
      known.remove(known.keySet().iterator().next());
    }
    say(end);
  }

  private void say(DeploymentEnd end) {
    if (desk != null) {
      desk.accept(new Close(end));
    } else {
      waiting.add(end);
    }
  }
}
