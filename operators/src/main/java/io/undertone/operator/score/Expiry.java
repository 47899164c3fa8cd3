package io.undertone.operator.score;

import io.undertone.operator.Remembering;

/**
 * When a user's memory ends, in event time. No clock of any machine has a part in it, so a replay
 * forgets whom the live job forgot.
 */
final class Expiry {

  private final boolean expires;
  private final long idleMax;
  private final long latenessMax;

  Expiry(Remembering remembering) {
    this.expires = remembering.expires();
    this.idleMax = remembering.idleMax().toMillis();
    this.latenessMax = remembering.latenessMax().toMillis();
  }

  /** Whether memories end at all. */
  boolean expires() {
    return expires;
  }

  /** Whether a review comes so long after the user's last one that it starts fresh. */
  boolean isIdle(long seenLast, long timestamp) {
    return expires && timestamp > plus(seenLast, idleMax);
  }

  /** The event time at which a memory is cleared, if nothing more is seen of its user. */
  long deadline(long seenLast) {
    return plus(plus(seenLast, idleMax), latenessMax);
  }

  /** Whether a memory's deadline has passed at this watermark. */
  boolean isOver(long seenLast, long watermark) {
    return expires && watermark >= deadline(seenLast);
  }

  private static long plus(long time, long more) {
    long sum = time + more;
    return sum < time ? Long.MAX_VALUE : sum;
  }
}
