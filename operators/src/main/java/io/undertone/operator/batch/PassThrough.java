package io.undertone.operator.batch;

import org.jspecify.annotations.Nullable;

/**
 * An element that needs no work and only keeps its place: a tombstone, a watermark.
 *
 * @param user null if it has none
 * @param action run when it leaves
 */
public record PassThrough(@Nullable String user, Action action) implements PendingElement {

  /** What happens when the element leaves. */
  public interface Action {
    void run() throws Exception;
  }

  @Override
  public boolean finished() {
    return true;
  }

  @Override
  public void leave() throws Exception {
    action.run();
  }
}
