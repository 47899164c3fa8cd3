package io.undertone.job.kafka;

/**
 * What a job does if it would continue at its group's offsets without the memories of what was read
 * before.
 */
public enum MemoryStart {
  /** It does not start: a user's next review would be scored as if it were the first. */
  REFUSE,
  /** It goes on with empty memories. */
  EMPTY
}
