package io.undertone.job.demo;

import io.undertone.job.demo.SampleRecord.Kind;
import io.undertone.job.local.Counted;
import io.undertone.job.local.Percentile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what the demo has sent and received. Thread-safe. */
public final class DemoTally {

  private final Map<String, Long> sentNanos = new HashMap<>();
  private final List<SampleRecord> forgotten = new ArrayList<>();
  private final List<Double> latenciesMillis = new ArrayList<>();
  private long firstNanos;
  private long lastNanos;
  private int reviews;
  private int rejects;
  private int forgets;
  private int labelled;
  private int right;
  private int rememberedMax;
  private double nats;
  private long tokensRead;

  /** A record is about to be sent. */
  synchronized void sent(SampleRecord record) {
    firstNanos = firstNanos == 0 ? System.nanoTime() : firstNanos;
    sentNanos.put(record.id(), System.nanoTime());
    if (record.kind() == Kind.FORGET) {
      forgotten.add(record);
      forgets++;
    }
  }

  /** The tombstones that were sent since the last call; no answer comes to one. */
  synchronized List<SampleRecord> takeForgotten() {
    List<SampleRecord> taken = List.copyOf(forgotten);
    forgotten.clear();
    return taken;
  }

  synchronized void result(SampleRecord review, String label, int remembered) {
    answered(review, remembered);
    if (review.label() != null) {
      labelled++;
      right += review.label().equals(label) ? 1 : 0;
    }
  }

  /** A language model's result: nats per token, and how many tokens. */
  synchronized void surprise(SampleRecord review, double surprise, int tokens, int remembered) {
    answered(review, remembered);
    nats += surprise * tokens;
    tokensRead += tokens;
  }

  private void answered(SampleRecord review, int remembered) {
    lastNanos = System.nanoTime();
    latenciesMillis.add((lastNanos - sentNanos.getOrDefault(review.id(), lastNanos)) / 1e6);
    reviews++;
    rememberedMax = Math.max(rememberedMax, remembered);
  }

  synchronized void rejected() {
    rejects++;
  }

  /** Records that need no further answer. */
  synchronized int answered() {
    return reviews + rejects + forgets;
  }

  /** The summary, a few lines. */
  public synchronized List<String> summary() {
    double seconds = (lastNanos - firstNanos) / 1e9;
    return List.of(
        line("%s, %d rejected, %d forgotten", Counted.of(reviews, "review"), rejects, forgets),
        tokensRead > 0
            ? line("surprise %.2f nats per token, of %,d", nats / tokensRead, tokensRead)
            : line(
                "accuracy %.1f %% on the sample's own %s",
                100.0 * right / Math.max(1, labelled), Counted.of(labelled, "label")),
        line("up to %s of one user remembered", Counted.of(rememberedMax, "review")),
        line(
            "%.1f reviews/s as they were sent; from sending to seeing %.0f ms at p50, %.0f ms at"
                + " p99",
            reviews / seconds, percentile(0.50), percentile(0.99)));
  }

  private double percentile(double share) {
    return Percentile.of(latenciesMillis.stream().mapToDouble(Double::doubleValue), share);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
