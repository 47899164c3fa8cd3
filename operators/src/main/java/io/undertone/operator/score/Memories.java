package io.undertone.operator.score;

import org.jspecify.annotations.Nullable;

/** Where the users' memories are kept. Used by one thread. */
interface Memories {

  /** What is kept of a user, whichever model wrote it; null if nothing is. */
  @Nullable UserMemory recall(String user) throws Exception;

  /** Keeps a user's memory from now on. */
  void remember(String user, UserMemory memory) throws Exception;

  /** Removes what is kept of a user; says whether there was anything. */
  boolean forget(String user) throws Exception;
}
