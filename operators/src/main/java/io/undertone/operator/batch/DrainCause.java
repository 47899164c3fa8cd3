package io.undertone.operator.batch;

import java.util.Locale;

/** Why the engine was run. */
enum DrainCause {
  /** Slots and lookahead are full. */
  FULL,
  /** No review came in since the last step. */
  IDLE,
  /** A checkpoint's barrier is next. */
  BARRIER,
  /** No more reviews will come. */
  END;

  /** The cause as metrics name it. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
