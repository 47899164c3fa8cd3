package io.undertone.operator;

import io.undertone.event.EmbeddedReview;
import io.undertone.event.ForgetUser;
import io.undertone.event.Origin;
import io.undertone.event.TokenizedReview;

/**
 * A user of a test, who writes reviews in the order of a clock of his own. All that differs between
 * two reviews is when they were written, unless a test says more.
 */
public final class User {

  /** How many ids a vector was read from. */
  public static final int TOKENS = 9;

  private final String name;
  private long now;
  private int written;

  private User(String name) {
    this.name = name;
  }

  /** A user whose clock begins at 0. */
  public static User named(String name) {
    return new User(name);
  }

  /** A review as a vector of what {@code FakeModel} reads out, a millisecond after the last. */
  public EmbeddedReview writes() {
    return writesAfter(1);
  }

  /** The same with the ids that the vector was read from. */
  public EmbeddedReview writesWithIds() {
    EmbeddedReview review = writes();
    int[] ids = new int[TOKENS];
    ids[TOKENS - 1] = 256; // <eor>
    return new EmbeddedReview(review.origin(), review.readout(), TOKENS, false, ids);
  }

  /** The same, so many milliseconds after the last. */
  public EmbeddedReview writesAfter(long millis) {
    return writesAt(now + millis);
  }

  /** The same at a time, be it before the last one's. */
  public EmbeddedReview writesAt(long timestamp) {
    return new EmbeddedReview(origin(timestamp), new float[] {1, 2, 3, 4}, TOKENS, false);
  }

  /** A review as so many token ids, a millisecond after the last. */
  public TokenizedReview writesTokens(int count) {
    int[] ids = new int[count];
    ids[count - 1] = 256; // <eor>
    return new TokenizedReview(origin(now + 1), ids, false);
  }

  /** A tombstone, a millisecond after the last review. */
  public ForgetUser isForgotten() {
    return new ForgetUser(name, ++now);
  }

  private Origin origin(long timestamp) {
    now = timestamp;
    return new Origin(name + " " + ++written, name, timestamp, null);
  }
}
