package io.undertone.cell;

import io.undertone.model.Manifest;
import io.undertone.model.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a model: what the token cell, the review cell and a user's memory look like, and what
 * of the token cell is read out.
 *
 * @param token the token cell's states
 * @param review the review cell's states; null where there is none
 * @param memory what is kept per user: the user-scoped states of both, in that order
 * @param readout names of the token-cell states that make the readout
 * @param surprise name of the token-cell state that holds a language model's nats; null in a model
 *     with labels
 */
public record ModelLayout(
    StateLayout token,
    @Nullable StateLayout review,
    StateLayout memory,
    List<String> readout,
    @Nullable String surprise) {

  /** The rows of a bundle. */
  public static ModelLayout of(Manifest manifest) {
    StateLayout token = new StateLayout(manifest.tokenCell().states());
    StateLayout review =
        manifest.reviewCell() == null ? null : new StateLayout(manifest.reviewCell().states());
    StateLayout kept = token.only(Scope.USER);
    StateLayout memory = review == null ? kept : kept.then(review.only(Scope.USER));
    return new ModelLayout(token, review, memory, manifest.readout(), manifest.surprise());
  }

  /** Floats of the readout, R. */
  public int readoutWidth() {
    int width = 0;
    for (String name : readout) {
      width += token.size(name);
    }
    return width;
  }

  /** Returns the readout, {@code [R]}, of a row of the token cell. */
  public float[] readout(float[] tokenStates) {
    float[] found = new float[readoutWidth()];
    int next = 0;
    for (String name : readout) {
      int size = token.size(name);
      System.arraycopy(tokenStates, token.offset(name), found, next, size);
      next += size;
    }
    return found;
  }

  /**
   * The nats in a row of the token cell; no number in a model with labels, and where there is no
   * row.
   */
  float nats(float @Nullable [] tokenStates) {
    return surprise == null || tokenStates == null
        ? Float.NaN
        : tokenStates[token.offset(surprise)];
  }
}
