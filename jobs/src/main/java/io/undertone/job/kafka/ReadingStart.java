package io.undertone.job.kafka;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where a job begins to read if it has no offsets from a savepoint or checkpoint.
 *
 * @param memories what to do if the group has read before and there are no memories
 * @param rebuilt whether memories are rebuilt from the topic: then reading begins at the earliest
 *     offsets, whatever the group has read
 * @param from begin at the first record of each partition with this Kafka timestamp or a later one,
 *     in epoch milliseconds, or at its end if there is none; null if not given
 * @param savepoint what was restored; null if nothing was
 */
public record ReadingStart(
    MemoryStart memories, boolean rebuilt, @Nullable Long from, @Nullable String savepoint)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** At the group's committed offsets, if there are any. */
  public static ReadingStart goingOn(MemoryStart memories) {
    return new ReadingStart(memories, false, null, null);
  }
}
