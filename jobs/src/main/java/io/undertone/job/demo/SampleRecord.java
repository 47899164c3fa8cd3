package io.undertone.job.demo;

import org.jspecify.annotations.Nullable;

/**
 * A record of the sample, as it is sent to the topic.
 *
 * @param id the review's id; of a broken record the id of the review that it follows
 * @param user the user's id; null if a broken record has none
 * @param timestamp epoch ms
 * @param text empty if there is none
 * @param label the true label; null if there is none
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

  /** What the job has to make of a record. */
  enum Kind {
    REVIEW,
    BROKEN,
    FORGET
  }
}
