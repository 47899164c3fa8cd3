package io.undertone.operator.score;

import io.undertone.cell.ReviewTask;
import org.jspecify.annotations.Nullable;

/**
 * What a review meets of its user.
 *
 * @param states [memoryLayout.width] the memory that is kept; null if it is in flight, or none
 * @param task the user's review before, while that is in flight; else null
 * @param remembered reviews in the memory
 * @param seenLast the latest timestamp among them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Before(float @Nullable [] states, @Nullable ReviewTask task, int remembered, long seenLast) {

  /** Nothing: no review came before, or none that counts. */
  static final Before FRESH = new Before(null, null, 0, Long.MIN_VALUE);
}
