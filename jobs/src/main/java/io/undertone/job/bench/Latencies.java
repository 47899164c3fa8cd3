package io.undertone.job.bench;

import io.undertone.job.local.Percentile;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Latencies of reviews, by their numbers. One thread sends, one receives; of a review that is
 * received twice, the first time counts.
 */
final class Latencies {

  private final AtomicLongArray sent;
  private final long[] nanos;
  private final int[] partitions;
  private final long[] offsets;
  private int seen;

  /**
   * @param reviews how many there will be
   */
  Latencies(int reviews) {
    this(new AtomicLongArray(reviews), new int[reviews], new long[reviews]);
  }

  private Latencies(AtomicLongArray sent, int[] partitions, long[] offsets) {
    this.sent = sent;
    this.nanos = new long[sent.length()];
    this.partitions = partitions;
    this.offsets = offsets;
  }

  void sent(int review, long now) {
    sent.set(review, now);
  }

  /**
   * A result was read.
   *
   * @param partition where on the topic of results, and at which offset
   */
  void seen(int review, long now, int partition, long offset) {
    if (nanos[review] == 0) {
      nanos[review] = now - sent.get(review);
      partitions[review] = partition;
      offsets[review] = offset;
      seen++;
    }
  }

  /** Of the same reviews, until their results were committed. */
  Latencies untilCommitted(CommitWatch commits) {
    Latencies committed = new Latencies(sent, partitions, offsets);
    for (int review = 0; review < nanos.length; review++) {
      committed.nanos[review] =
          commits.committedAt(partitions[review], offsets[review]) - sent.get(review);
    }
    return committed;
  }

  boolean complete() {
    return seen == nanos.length;
  }

  /**
   * The percentile of the latencies, in milliseconds.
   *
   * @param share above 0, at most 1
   * @param first the first review that counts, after the warm-up
   */
  double percentile(double share, int first) {
    return Percentile.of(
        Arrays.stream(nanos, first, nanos.length).mapToDouble(each -> each / 1e6), share);
  }
}
