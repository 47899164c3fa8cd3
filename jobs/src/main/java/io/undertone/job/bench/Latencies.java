package io.undertone.job.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** How long reviews were on their way, by their numbers. Each is sent once and seen once. */
final class Latencies {

  private final AtomicLongArray sent;
  private final long[] nanos;
  private int seen;

  /**
   * @param reviews how many there will be
   */
  Latencies(int reviews) {
    this.sent = new AtomicLongArray(reviews);
    this.nanos = new long[reviews];
  }

  /** Shares the times of sending with another reader's latencies. */
  Latencies(Latencies other) {
    this.sent = other.sent;
    this.nanos = new long[sent.length()];
  }

  void sent(int review) {
    sent.set(review, System.nanoTime());
  }

  void seen(int review, long now) {
    nanos[seen++] = now - sent.get(review);
  }

  boolean complete() {
    return seen == sent.length();
  }

  /** The time in ms within which so great a share was seen; null if none was. */
  @Nullable Double percentile(double share) {
    if (seen == 0) {
      return null;
    }
    long[] sorted = Arrays.copyOf(nanos, seen);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * seen) - 1] / 1e6;
  }
}
