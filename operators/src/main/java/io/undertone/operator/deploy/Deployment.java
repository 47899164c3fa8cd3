package io.undertone.operator.deploy;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A request to run another model.
 *
 * @param id names it in logs, in answers and in state; no two deployments share one
 * @param bundle URI of the bundle, which every machine of the job can read
 * @param policy what becomes of memories that the new model cannot read
 * @param manifestSha256 hash of the bundle's manifest, and so of all its files; null if any will
 *     do. Never null in state
 */
public record Deployment(
    String id, String bundle, StatePolicy policy, @Nullable String manifestSha256)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The same, for the bundle with this manifest alone. */
  Deployment pinned(String sha256) {
    return new Deployment(id, bundle, policy, sha256);
  }
}
