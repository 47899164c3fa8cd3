package io.undertone.job.replay;

import io.undertone.job.replay.report.Roc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The area under the ROC curve: the probability that a review of the second label scores higher
 * than one of the first; a tie counts half. Computed from ranks in one pass over sorted scores
 * (Mann and Whitney 1947), exactly for up to 2^31 reviews. Memory is bounded.
 */
final class AreaUnderCurve implements AutoCloseable {

  private static final byte[] NOTHING = {};

  private final DiskSort scores;
  private long count;

  /**
   * @param folder for the files; created here
   */
  AreaUnderCurve(Path folder) throws IOException {
    this.scores = new DiskSort(folder);
  }

  /**
   * Adds one review.
   *
   * @param probability of the second label; doubles that are not negative sort by their bytes
   * @param second whether the true label is the second one
   */
  void add(double probability, boolean second) throws IOException {
    byte[] key =
        ByteBuffer.allocate(2 * Long.BYTES + 1)
            .putDouble(probability)
            .put((byte) (second ? 1 : 0))
            .putLong(count++)
            .array();
    scores.put(key, NOTHING);
  }

  /** The curve and its area; null unless both labels occur. */
  @Nullable Roc roc() throws IOException {
    Roc.Builder curve = new Roc.Builder(count);
    double won = 0;
    long first = 0;
    long second = 0;
    long tiedFirst = 0;
    double probability = Double.NaN;
    try (DiskSort.Sorted ascending = scores.sorted()) {
      while (ascending.next()) {
        ByteBuffer score = ByteBuffer.wrap(ascending.key());
        double next = score.getDouble();
        if (next != probability) {
          curve.threshold(first, second);
          tiedFirst = 0;
          probability = next;
        }
        if (score.get() == 0) {
          first++;
          tiedFirst++;
        } else {
          second++;
          won += first - tiedFirst / 2.0;
        }
      }
    }
    return first == 0 || second == 0
        ? null
        : curve.build(won / ((double) first * second), first, second);
  }

  @Override
  public void close() throws IOException {
    scores.close();
  }
}
