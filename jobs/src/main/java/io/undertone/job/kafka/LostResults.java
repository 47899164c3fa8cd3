package io.undertone.job.kafka;

/** What a job does about results that Kafka has given up before they were committed. */
public enum LostResults {
  /** It ends, and says which. */
  FAIL,
  /** It logs them and goes on; nobody will ever read them. */
  DROP
}
