package io.undertone.operator.score;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Memories without Flink, and without end. */
final class MapMemories implements Memories {

  final Map<String, MemoryRow> rows = new HashMap<>();

  @Override
  public @Nullable MemoryRow recall(String user) {
    return rows.get(user);
  }

  @Override
  public void remember(String user, MemoryRow row) {
    rows.put(user, row);
  }

  @Override
  public void forget(String user) {
    rows.remove(user);
  }
}
