package io.undertone.operator.score;

import io.undertone.cell.ReviewTask;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a review meets. Its states are stored, or still being computed by the user's
 * review before; or another model wrote them, and the last reviews have to be read again.
 *
 * @param remembered number of reviews in the memory
 * @param seenLast their newest timestamp, in epoch milliseconds
 * @param states [memoryLayout.width] as stored; null if they are being computed, or there are none
 * @param task computes the states; null if they are stored, or there are none
 * @param recent the last reviews in the memory, if they are kept
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record InitialMemory(
    int remembered,
    long seenLast,
    float @Nullable [] states,
    @Nullable ReviewTask task,
    RecentReviews recent) {

  /** No memory: there is no earlier review, or it is not remembered. */
  static final InitialMemory NONE =
      new InitialMemory(0, Long.MIN_VALUE, null, null, RecentReviews.NONE);

  static InitialMemory of(UserMemory kept) {
    return new InitialMemory(
        kept.remembered(), kept.seenLast(), kept.states(), null, kept.recent());
  }

  /** The memory that the last reviews will make, once they are read. */
  static InitialMemory unread(UserMemory kept) {
    RecentReviews recent = kept.recent();
    return new InitialMemory(recent.reviews().size(), kept.seenLast(), null, null, recent);
  }

  /** Whether the last reviews have to be read first. */
  boolean isUnread() {
    return remembered > 0 && states == null && task == null;
  }

  /** The same, with its last reviews being read. */
  InitialMemory read(ReviewTask last) {
    return new InitialMemory(remembered, seenLast, null, last, recent);
  }

  /** What the user's next review meets: this memory and one more review, which is in flight. */
  InitialMemory with(ReviewTask review, long timestamp, RecentReviews kept) {
    return new InitialMemory(remembered + 1, Math.max(seenLast, timestamp), null, review, kept);
  }
}
