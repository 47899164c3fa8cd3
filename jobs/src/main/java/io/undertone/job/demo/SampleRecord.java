package io.undertone.job.demo;

import org.jspecify.annotations.Nullable;

/**
 * One record of the sample, as it goes on the topic.
 *
 * @param id the review's id, or where a broken record belongs
 * @param user whose it is; null where a broken record does not say
 * @param timestamp epoch ms
 * @param text empty where there is none to show
 * @param label what its author says it is; null if nobody does
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SampleRecord(
    String id,
    byte @Nullable [] key,
    byte @Nullable [] value,
    @Nullable String user,
    long timestamp,
    String text,
    @Nullable String label,
    Kind kind) {

  /** What is to become of a record. */
  enum Kind {
    REVIEW,
    BROKEN,
    FORGET
  }
}
