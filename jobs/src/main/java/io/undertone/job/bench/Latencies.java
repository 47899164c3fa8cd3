package io.undertone.job.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long reviews were on their way, by their numbers. One thread sends, one sees; of what is seen
 * twice, the first time counts.
 */
final class Latencies {

  private final AtomicLongArray sent;
  private final long[] nanos;
  private int seen;

  /**
   * @param reviews how many there will be
   */
  Latencies(int reviews) {
    this(new AtomicLongArray(reviews));
  }

  private Latencies(AtomicLongArray sent) {
    this.sent = sent;
    this.nanos = new long[sent.length()];
  }

  /** Of the same reviews, as another reader sees them. */
  Latencies ofAnotherReader() {
    return new Latencies(sent);
  }

  void sent(int review, long now) {
    sent.set(review, now);
  }

  void seen(int review, long now) {
    if (nanos[review] == 0) {
      nanos[review] = now - sent.get(review);
      seen++;
    }
  }

  boolean complete() {
    return seen == nanos.length;
  }

  /**
   * The least milliseconds within which such a share of the reviews was seen.
   *
   * @param share above 0, at most 1
   * @param first the reviews before this one are left out: the job was not yet in its stride
   */
  double percentile(double share, int first) {
    long[] sorted = Arrays.copyOfRange(nanos, first, nanos.length);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
  }
}
