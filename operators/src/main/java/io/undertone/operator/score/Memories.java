package io.undertone.operator.score;

import org.jspecify.annotations.Nullable;

/** The store of the users' memories. Used by one thread. */
interface Memories {

  /** A user's memory, whichever model wrote it; null if there is none. */
  @Nullable UserMemory recall(String user) throws Exception;

  /** Stores a user's memory. */
  void remember(String user, UserMemory memory) throws Exception;

  /** Deletes a user's memory; returns whether there was one. */
  boolean forget(String user) throws Exception;
}
