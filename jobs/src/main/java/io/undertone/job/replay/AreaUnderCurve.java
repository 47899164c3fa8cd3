package io.undertone.job.replay;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The area under the ROC curve: how often a review of the second label has the higher probability
 * of it than one of the first; a tie counts half. Computed from ranks in one pass over sorted
 * scores (Mann and Whitney 1947), exactly for up to 2^31 reviews.
 */
final class AreaUnderCurve {

  private AreaUnderCurve() {}

  /** The area, or null unless both labels occur. */
  static @Nullable Double of(SortedValues<Score> ascending) throws IOException {
    double won = 0;
    long first = 0;
    long second = 0;
    Score score = ascending.next();
    while (score != null) {
      double probability = score.probability();
      long tiedFirst = 0;
      long tiedSecond = 0;
      while (score != null && score.probability() == probability) {
        tiedSecond += score.second() ? 1 : 0;
        tiedFirst += score.second() ? 0 : 1;
        score = ascending.next();
      }
      won += tiedSecond * (first + tiedFirst / 2.0);
      first += tiedFirst;
      second += tiedSecond;
    }
    return first == 0 || second == 0 ? null : won / ((double) first * second);
  }
}
