package io.undertone.job.kafka;

/**
 * What a job does that is to go on where its group has stopped reading, without the memories of
 * what was read before.
 */
public enum MemoryStart {
  /** It does not start: a user's next review would be scored as if it were the first. */
  REFUSE,
  /** It goes on, and remembers nobody. */
  EMPTY
}
