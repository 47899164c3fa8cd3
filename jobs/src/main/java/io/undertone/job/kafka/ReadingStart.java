package io.undertone.job.kafka;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where a job begins to read that finds no offsets in a savepoint or checkpoint.
 *
 * @param memories what to do where the group has read before and nobody is remembered
 * @param rebuilt whether everybody's past is read first, so that memories are not empty: then
 *     reading begins at the beginning, whatever the group has read
 * @param from where given, the first record that Kafka dates at or after it, in epoch milliseconds;
 *     in a partition without one, its end
 * @param savepoint what was restored; null if nothing was
 */
public record ReadingStart(
    MemoryStart memories, boolean rebuilt, @Nullable Long from, @Nullable String savepoint)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Where the group has stopped, if anywhere. */
  public static ReadingStart goingOn(MemoryStart memories) {
    return new ReadingStart(memories, false, null, null);
  }
}
