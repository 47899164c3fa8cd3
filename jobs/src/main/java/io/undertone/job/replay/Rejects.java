package io.undertone.job.replay;

import io.undertone.event.RejectedReview;
import java.util.ArrayList;
import java.util.List;

/** The rows that were no reviews: how many, and the first few by name. */
final class Rejects {

  /** Rows that are named; the rest are counted. */
  static final int NAMED_MAX = 5;

  private final List<String> named = new ArrayList<>();
  private long count;

  void add(RejectedReview rejected) {
    count++;
    if (named.size() < NAMED_MAX) {
      named.add(
          "%s:%d: %s, %s"
              .formatted(
                  rejected.topic(),
                  rejected.offset(),
                  rejected.reason().code(),
                  rejected.detail()));
    }
  }

  long count() {
    return count;
  }

  List<String> named() {
    return List.copyOf(named);
  }
}
