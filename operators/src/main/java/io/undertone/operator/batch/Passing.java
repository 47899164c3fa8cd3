package io.undertone.operator.batch;

import org.jspecify.annotations.Nullable;

/**
 * Something that takes no work and only keeps its place: a tombstone, a watermark.
 *
 * @param user whose it is; null if it is nobody's
 * @param leaving what happens when it leaves
 */
public record Passing(@Nullable String user, Leaving leaving) implements Arrival {

  /** What happens when an arrival leaves. */
  public interface Leaving {
    void leave() throws Exception;
  }

  @Override
  public boolean finished() {
    return true;
  }

  @Override
  public void leave() throws Exception {
    leaving.leave();
  }
}
