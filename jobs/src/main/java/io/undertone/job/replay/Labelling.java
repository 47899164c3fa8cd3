package io.undertone.job.replay;

import com.fasterxml.jackson.core.JsonToken;
import io.undertone.job.replay.JsonRow.Field;
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

  /** Whether labels come from ratings. */
  boolean isByRating() {
    return positiveRating != null;
  }

  /** The field that labels come from, by its default name. */
  String field() {
    return isByRating() ? "rating" : "label";
  }

  /**
   * Writes the label of a row as the model names it. Labels are compared as text, exactly as they
   * are written.
   *
   * @param label name of the field
   * @param rating name of the field
   */
  void relabel(JsonRow row, String label, String rating) {
    Field written = row.get(label);
    if (isByRating()) {
      relabelByRating(row, label, row.get(rating));
    } else if (written == null || written.isNullOrBlank()) {
      row.unset(label);
    } else if (!written.text().isEmpty()) {
      String known = names.getOrDefault(written.text(), written.text());
      if (written.kind() != JsonToken.VALUE_STRING || !known.equals(written.text())) {
        row.set(label, known);
      }
    }
  }

  /** A row without a rating loses its label: labels of two meanings must not share one metric. */
  private void relabelByRating(JsonRow row, String label, @Nullable Field rating) {
    BigDecimal rated = rating == null ? null : rating.number();
    if (rated == null) {
      row.unset(label);
    } else {
      row.set(label, isPositive(rated) ? "positive" : "negative");
    }
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
