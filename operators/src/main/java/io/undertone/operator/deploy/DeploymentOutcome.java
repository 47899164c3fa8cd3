package io.undertone.operator.deploy;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What became of a deployment.
 *
 * @param model {@code name@version} that answers from then on; null where it was refused
 * @param reason why it was refused, and then nothing has changed; null where the model answers
 */
public record DeploymentOutcome(
    String deployment, String bundle, @Nullable String model, @Nullable String reason)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  static DeploymentOutcome switched(Deployment deployment, String model) {
    return new DeploymentOutcome(deployment.id(), deployment.bundle(), model, null);
  }

  static DeploymentOutcome refused(Deployment deployment, String reason) {
    return new DeploymentOutcome(deployment.id(), deployment.bundle(), null, reason);
  }

  /** Refused since another has its name: an answer to one would pass for an answer to both. */
  static DeploymentOutcome nameTaken(Deployment deployment, @Nullable String bundle) {
    return refused(
        deployment,
        "Taking a deployment: expected a name that no other has, found that of the deployment of %s. Give each a name of its own, or none."
            .formatted(bundle));
  }

  /** Whether the new model answers. */
  public boolean switched() {
    return reason == null;
  }
}
