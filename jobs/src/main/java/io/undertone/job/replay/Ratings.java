package io.undertone.job.replay;

import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;

import io.undertone.job.replay.JsonRow.Field;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Counts the ratings of reviews that are labelled by them, or that have no label at all. Only their
 * range shows whether a threshold is of their scale. Memory is bounded.
 */
final class Ratings {

  /** A rating is cut to this; messages show less. */
  private static final int CHARACTERS_MAX = 100;

  /** Larger whole numbers are shown with an exponent. */
  private static final double WHOLE_MAX = 1e15;

  private final ValueCounts unreadable = new ValueCounts();
  private long numbers;
  private long positive;
  private BigDecimal lowest = BigDecimal.ZERO;
  private BigDecimal highest = BigDecimal.ZERO;

  /** Adds the rating of a review, if it has one. */
  void add(@Nullable Field rating, Labelling labelling) {
    BigDecimal number = rating == null ? null : rating.number();
    if (number != null) {
      lowest = numbers == 0 ? number : number.min(lowest);
      highest = numbers == 0 ? number : number.max(highest);
      numbers++;
      positive += labelling.isPositive(number) ? 1 : 0;
    } else if (rating != null && !rating.isNullOrBlank()) {
      unreadable.add(words(rating));
    }
  }

  /** Ratings that are numbers. */
  long numbers() {
    return numbers;
  }

  /** Ratings that are no numbers. */
  ValueCounts unreadable() {
    return unreadable;
  }

  /** From which one to which one they go, in words. */
  String range() {
    return "from %s to %s".formatted(shown(lowest.doubleValue()), shown(highest.doubleValue()));
  }

  /** The labels that a threshold made of them, in words. */
  String labels(double from) {
    return "Labels by --positive-rating %s: %,d positive, %,d negative. The ratings go %s."
        .formatted(shown(from), positive, numbers - positive, range());
  }

  private static String words(Field rating) {
    if (rating.kind() == START_OBJECT || rating.kind() == START_ARRAY) {
      return rating.kind() == START_OBJECT ? "an object" : "an array";
    }
    return rating.text().substring(0, Math.min(rating.text().length(), CHARACTERS_MAX));
  }

  private static String shown(double number) {
    return number == Math.rint(number) && Math.abs(number) < WHOLE_MAX
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }
}
