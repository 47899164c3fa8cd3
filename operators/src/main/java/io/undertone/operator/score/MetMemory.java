package io.undertone.operator.score;

import io.undertone.cell.ReviewTask;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a review meets. Its states are either kept or still being computed, by the user's
 * review before; or they are another model's, and the last reviews are to be read again.
 *
 * @param remembered reviews in the memory
 * @param seenLast the latest timestamp among them, in epoch milliseconds
 * @param states [memoryLayout.width] as they are kept; null if they are being computed, or none are
 * @param task computes the states; null if they are kept, or there are none
 * @param recent the last reviews in the memory, where they are kept
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MetMemory(
    int remembered,
    long seenLast,
    float @Nullable [] states,
    @Nullable ReviewTask task,
    RecentReviews recent) {

  /** No memory: no review came before, or none that counts. */
  static final MetMemory NONE = new MetMemory(0, Long.MIN_VALUE, null, null, RecentReviews.NONE);

  static MetMemory of(UserMemory kept) {
    return new MetMemory(kept.remembered(), kept.seenLast(), kept.states(), null, kept.recent());
  }

  /** The memory that the last reviews make, once they are read. */
  static MetMemory unread(UserMemory kept) {
    RecentReviews recent = kept.recent();
    return new MetMemory(recent.reviews().size(), kept.seenLast(), null, null, recent);
  }

  /** Whether the last reviews are to be read first. */
  boolean isUnread() {
    return remembered > 0 && states == null && task == null;
  }

  /** The same, whose last reviews are being read. */
  MetMemory read(ReviewTask last) {
    return new MetMemory(remembered, seenLast, null, last, recent);
  }

  /** What the user's next review meets: this memory with one review more, which is in flight. */
  MetMemory with(ReviewTask review, long timestamp, RecentReviews kept) {
    return new MetMemory(remembered + 1, Math.max(seenLast, timestamp), null, review, kept);
  }
}
