package io.undertone.operator.score;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Users' memories as they were read from a savepoint. Nothing changes them.
 *
 * @param known gives a user's memory; null if there is none
 */
record KeptMemories(Function<String, @Nullable KeptMemory> known) implements Memories {

  @Override
  public @Nullable UserMemory recall(String user) {
    KeptMemory memory = known.apply(user);
    return memory == null ? null : memory.userMemory();
  }

  @Override
  public void remember(String user, UserMemory memory) {
    // what was read stays as it was
  }

  @Override
  public boolean forget(String user) {
    return false;
  }
}
