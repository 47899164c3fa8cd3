package io.undertone.operator.score;

import io.undertone.cell.Model;
import io.undertone.model.Sha256;
import io.undertone.operator.settings.SentimentSettings;

/**
 * How many of users' last reviews are kept, and whether they are read again if another model wrote
 * the memory.
 *
 * @param reviews how many are kept per user
 * @param tokenizer the first 64 bits of the fingerprint of this model's tokenizer
 * @param asked whether another model's memory is rebuilt from them
 */
record Rewarming(int reviews, long tokenizer, boolean asked) {

  /** Nothing is kept, and nothing read again. */
  static final Rewarming NONE = new Rewarming(0, 0, false);

  static Rewarming of(Model model, SentimentSettings settings, boolean asked) {
    return new Rewarming(settings.remembering().rewarmReviews(), tokenizer(model, settings), asked);
  }

  /** Identifies the tokenizer and the most tokens of a review. */
  private static long tokenizer(Model model, SentimentSettings settings) {
    String words = model.manifest().tokenizerFingerprint() + " " + settings.tokensMax(model);
    return UserMemory.prefix(Sha256.of(words));
  }

  /** Whether this model can read these reviews. */
  boolean reads(RecentReviews recent) {
    return asked && !recent.isEmpty() && recent.tokenizer() == tokenizer;
  }

  /** The reviews to be kept after one more. */
  RecentReviews after(RecentReviews before, int[] ids) {
    if (reviews == 0) {
      return RecentReviews.NONE;
    }
    boolean own = before.tokenizer() == tokenizer;
    return new RecentReviews(tokenizer, own ? before.reviews() : RecentReviews.NONE.reviews())
        .with(ids, reviews);
  }
}
