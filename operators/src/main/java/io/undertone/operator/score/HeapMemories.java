package io.undertone.operator.score;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users' memories in a map: without Flink, and without end. */
final class HeapMemories implements Memories {

  private final Map<String, MemoryRow> rows = new HashMap<>();

  @Override
  public @Nullable MemoryRow recall(String user) {
    return rows.get(user);
  }

  @Override
  public void remember(String user, MemoryRow row) {
    rows.put(user, row);
  }

  @Override
  public boolean forget(String user) {
    return rows.remove(user) != null;
  }
}
