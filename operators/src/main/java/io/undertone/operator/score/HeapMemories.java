package io.undertone.operator.score;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users' memories in a map, without Flink. Only tombstones remove one. */
final class HeapMemories implements Memories {

  private final Map<String, UserMemory> kept = new HashMap<>();

  @Override
  public @Nullable UserMemory recall(String user) {
    return kept.get(user);
  }

  @Override
  public void remember(String user, UserMemory memory) {
    kept.put(user, memory);
  }

  @Override
  public boolean forget(String user) {
    return kept.remove(user) != null;
  }
}
