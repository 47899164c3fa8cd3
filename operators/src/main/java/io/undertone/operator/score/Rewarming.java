package io.undertone.operator.score;

import io.undertone.cell.Model;
import io.undertone.model.Sha256;
import io.undertone.operator.settings.SentimentSettings;

/**
 * What is kept of users' last reviews, and whether they are read again where another model wrote
 * the memory.
 *
 * @param reviews how many are kept of each user
 * @param tokenizer the first 64 bits of the fingerprint of what makes the ids of this model
 * @param asked whether a memory of another model is made anew from them
 */
record Rewarming(int reviews, long tokenizer, boolean asked) {

  /** Nothing is kept, and nothing read again. */
  static final Rewarming NONE = new Rewarming(0, 0, false);

  static Rewarming of(Model model, SentimentSettings settings, boolean asked) {
    return new Rewarming(settings.remembering().rewarmReviews(), tokenizer(model, settings), asked);
  }

  /** The tokenizer, and how many of its ids are read. */
  private static long tokenizer(Model model, SentimentSettings settings) {
    String words = model.manifest().tokenizerFingerprint() + " " + settings.tokensMax(model);
    return UserMemory.prefix(Sha256.of(words));
  }

  /** Whether this model may read such ids. */
  boolean reads(RecentReviews recent) {
    return asked && !recent.isEmpty() && recent.tokenizer() == tokenizer;
  }

  /** What is kept after one more review. */
  RecentReviews after(RecentReviews before, int[] ids) {
    if (reviews == 0) {
      return RecentReviews.NONE;
    }
    boolean own = before.tokenizer() == tokenizer;
    return new RecentReviews(tokenizer, own ? before.reviews() : RecentReviews.NONE.reviews())
        .with(ids, reviews);
  }
}
