package io.undertone.operator.batch;

import org.jspecify.annotations.Nullable;

/** Something that arrived and has not left: a review under way, or what travels between reviews. */
public interface Arrival {

  /**
   * Whose it is: it leaves after everything of this user's that came before. Null if it is
   * nobody's: then everything before it leaves before, and everything behind it after.
   */
  @Nullable String user();

  /** Whether it may leave as soon as nothing before it holds it back. */
  boolean finished();

  /** Leaves: called once. */
  void leave() throws Exception;
}
