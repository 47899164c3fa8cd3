package io.undertone.operator.score;

import io.undertone.cell.ReviewTask;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a review meets. Its states are either kept or still being computed, by the user's
 * review before.
 *
 * @param remembered reviews in the memory
 * @param seenLast the latest timestamp among them, in epoch milliseconds
 * @param states [memoryLayout.width] as they are kept; null if they are being computed, or none are
 * @param task computes the states; null if they are kept, or there are none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MetMemory(
    int remembered, long seenLast, float @Nullable [] states, @Nullable ReviewTask task) {

  /** No memory: no review came before, or none that counts. */
  static final MetMemory NONE = new MetMemory(0, Long.MIN_VALUE, null, null);

  static MetMemory of(UserMemory kept) {
    return new MetMemory(kept.remembered(), kept.seenLast(), kept.states(), null);
  }

  /** What the user's next review meets: this memory with one review more, which is in flight. */
  MetMemory with(ReviewTask review, long timestamp) {
    return new MetMemory(remembered + 1, Math.max(seenLast, timestamp), null, review);
  }
}
