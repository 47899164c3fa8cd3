package io.undertone.job.replay;

import io.undertone.job.replay.RowView.Field;
import io.undertone.operator.settings.RecordFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notes what rows do not have: fields that were named for them and that none has, users, ratings
 * that are numbers. Memory is bounded.
 */
final class FieldCounts {

  /** More than any message shows of a rating. */
  private static final int RATING_CHARACTERS_MAX = 100;

  /** What a field is called here, by what it was said to be called in the rows. */
  private final Map<String, String> unseen = new TreeMap<>();

  private final LabelCounts unreadableRatings = new LabelCounts(List.of());
  private boolean any;
  private long withoutUser;

  FieldCounts(RecordFormat format) {
    format.fields().forEach((ours, name) -> unseen.put(name, ours));
  }

  /** Takes a row for its names. */
  void add(RowView row) {
    any = true;
    if (!unseen.isEmpty()) {
      unseen.keySet().removeAll(row.names());
    }
  }

  void addWithoutUser() {
    withoutUser++;
  }

  void addUnreadable(Field rating) {
    String text = rating.text().isEmpty() ? rating.kind().asString() : rating.text();
    unreadableRatings.add(text.substring(0, Math.min(text.length(), RATING_CHARACTERS_MAX)));
  }

  /** The fields that were named and that no row has, each with our name for it. */
  List<String> unseen() {
    return any
        ? unseen.entrySet().stream()
            .map(each -> "%s (%s)".formatted(ShortNames.shown(each.getKey()), each.getValue()))
            .toList()
        : List.of();
  }

  /** Rows that are users of their own, since they name none. */
  long withoutUser() {
    return withoutUser;
  }

  /** Ratings that are no numbers, as they are written. */
  LabelCounts unreadableRatings() {
    return unreadableRatings;
  }
}
