package io.undertone.operator.score;

import java.util.ArrayList;
import java.util.List;

/**
 * The last reviews of a memory, as token ids, for another model to read.
 *
 * @param tokenizer the first 64 bits of the tokenizer's fingerprint
 * @param reviews the earliest first; the ids are never written to
 */
record RecentReviews(long tokenizer, List<int[]> reviews) {

  static final RecentReviews NONE = new RecentReviews(0, List.of());

  RecentReviews {
    reviews = List.copyOf(reviews);
  }

  boolean isEmpty() {
    return reviews.isEmpty();
  }

  /** The last {@code max} reviews, with one more at the end. */
  RecentReviews with(int[] ids, int max) {
    List<int[]> last = new ArrayList<>(reviews);
    last.add(ids);
    return new RecentReviews(tokenizer, last.subList(Math.max(0, last.size() - max), last.size()));
  }
}
