package io.undertone.job.kafka;

/** What a job does with results whose transaction Kafka aborted before it was committed. */
public enum LostResults {
  /** It fails, and says which are lost. */
  FAIL,
  /** It logs them and goes on; nobody will ever read them. */
  DROP
}
