package io.undertone.operator.deploy;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The wish for another model.
 *
 * @param id names it in logs, in answers and in state; no two deployments share one
 * @param bundle URI of the bundle, which every machine of the job can read
 * @param policy what becomes of memories that the new model cannot read
 * @param manifestSha256 hash of the bundle's manifest, and so of all its files; null where whoever
 *     asked leaves it to what is found. In state it is always there
 */
public record Deployment(
    String id, String bundle, StatePolicy policy, @Nullable String manifestSha256)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The same, of a bundle that was found to have this manifest. */
  Deployment pinned(String sha256) {
    return new Deployment(id, bundle, policy, sha256);
  }
}
