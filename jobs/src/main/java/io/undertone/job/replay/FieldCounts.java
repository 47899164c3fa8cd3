package io.undertone.job.replay;

import io.undertone.job.JobException;
import io.undertone.job.replay.JsonRow.Field;
import io.undertone.operator.settings.RecordFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what rows lack: named fields, users, ratings that are numbers. Memory is bounded. */
final class FieldCounts {

  /** A rating is cut to this; messages show less. */
  private static final int RATING_CHARACTERS_MAX = 100;

  /** The default names of the fields of --fields that no row has had yet, by their given names. */
  private final Map<String, String> unseen = new TreeMap<>();

  /** What exporters write for a missing value. */
  private static final Set<String> WORDS_FOR_NONE =
      Set.of("null", "nan", "none", "nil", "undefined", "\\n", "n/a", "<na>");

  private static final int WORD_CHARACTERS_MAX = 9;

  private final ValueCounts usersLikeNone = new ValueCounts();
  private final ValueCounts unreadableRatings = new ValueCounts();
  private long rows;
  private long withoutUser;
  private long unusedRatings;

  FieldCounts(RecordFormat format) {
    format.fields().forEach((ours, name) -> unseen.put(name, ours));
  }

  /** Adds a row. */
  void add(JsonRow row) {
    rows++;
    if (!unseen.isEmpty()) {
      unseen.keySet().removeAll(row.names());
    }
  }

  void addWithoutUser() {
    withoutUser++;
  }

  void addUser(String id) {
    if (id.length() <= WORD_CHARACTERS_MAX
        && WORDS_FOR_NONE.contains(id.strip().toLowerCase(Locale.ROOT))) {
      usersLikeNone.add(id);
    }
  }

  void addUnreadable(Field rating) {
    String text = rating.text().isEmpty() ? rating.kind().asString() : rating.text();
    unreadableRatings.add(text.substring(0, Math.min(text.length(), RATING_CHARACTERS_MAX)));
  }

  /** Adds a row without a label whose rating is a number, where no option makes labels of it. */
  void addUnusedRating() {
    unusedRatings++;
  }

  /**
   * Checks that some row has each field of --fields: otherwise every row would silently be a user
   * of its own, or without a timestamp.
   *
   * @param dataset the files, in words
   * @throws JobException if no row has one of them
   */
  void requireNamed(String dataset, FirstRow first) {
    if (rows > 0 && !unseen.isEmpty()) {
      throw new JobException(
          "Reading " + dataset,
          unseen.entrySet().stream()
              .map(each -> "%s (%s)".formatted(DisplayNames.of(each.getKey()), each.getValue()))
              .collect(Collectors.joining(", ", "rows with ", ", as --fields says")),
          "no row that has it; the first row has " + first.inWords(),
          first.remedy("Name by --fields what the rows have, and leave out the rest.", rows));
    }
  }

  /** Rows without a user, each of which is a user of its own. */
  long withoutUser() {
    return withoutUser;
  }

  /** User ids that may stand for a missing user. */
  ValueCounts usersLikeNone() {
    return usersLikeNone;
  }

  /** Rows without a label whose rating is a number, where no option makes labels of it. */
  long unusedRatings() {
    return unusedRatings;
  }

  /** Ratings that are no numbers. */
  ValueCounts unreadableRatings() {
    return unreadableRatings;
  }
}
