package io.undertone.job.page;

import io.undertone.job.JobException;

/** A request that gets an error for its answer; the message says why, and what to do. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status of HTTP
   */
  Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  Refusal(int status, JobException broken) {
    this(status, String.valueOf(broken.getMessage()));
    initCause(broken);
  }

  int status() {
    return status;
  }
}
