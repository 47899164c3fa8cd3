package io.undertone.operator.batch;

import org.jspecify.annotations.Nullable;

/** An element that has come in and has not left: a review in flight, a tombstone, a watermark. */
public interface PendingElement {

  /**
   * The user: it leaves after all earlier elements of this user. Null if it has none: then it keeps
   * its place among all elements.
   */
  @Nullable String user();

  /** Whether its work is done, so that it may leave as soon as nothing before it holds it back. */
  boolean finished();

  /** Emits it, or does what it stands for; called once. */
  void leave() throws Exception;
}
