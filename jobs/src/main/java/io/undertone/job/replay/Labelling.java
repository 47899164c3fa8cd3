package io.undertone.job.replay;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a data set are labelled: by their own labels, which may be renamed, or by their
 * ratings.
 *
 * @param names the model's labels, by the rows' labels
 * @param positiveRating ratings from this one on are positive, lower ones negative, and the rows'
 *     own labels are ignored; or null
 */
public record Labelling(Map<String, String> names, @Nullable Double positiveRating) {

  public Labelling {
    names = Map.copyOf(names);
  }

  public static Labelling asWritten() {
    return new Labelling(Map.of(), null);
  }

  public static Labelling named(Map<String, String> names) {
    return new Labelling(names, null);
  }

  public static Labelling byRating(double positiveRating) {
    return new Labelling(Map.of(), positiveRating);
  }

  /** Whether a rating makes a review positive; never without a threshold. */
  boolean isPositive(BigDecimal rating) {
    return positiveRating != null && rating.doubleValue() >= positiveRating;
  }

  /** Whether options ask for labels; then a replay without any fails. */
  boolean isAsked() {
    return positiveRating != null || !names.isEmpty();
  }
}
