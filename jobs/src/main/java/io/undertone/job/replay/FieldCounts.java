package io.undertone.job.replay;

import io.undertone.job.JobException;
import io.undertone.job.local.DisplayNames;
import io.undertone.job.replay.JsonRow.Field;
import io.undertone.operator.settings.RecordFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts what rows lack: named fields, users; and their ratings. Memory is bounded. */
final class FieldCounts {

  /** The default names of the fields of --fields that no row has had yet, by their given names. */
  private final Map<String, String> unseen = new TreeMap<>();

  /** What exporters write for a missing value, and shops for a user whom they do not name. */
  private static final Set<String> WORDS_FOR_NONE =
      Set.of(
          "null",
          "(null)",
          "nan",
          "none",
          "nil",
          "undefined",
          "\\n",
          "na",
          "n/a",
          "#n/a",
          "<na>",
          "unknown",
          "anonymous",
          "[deleted]",
          "匿名",
          "匿名用户");

  private static final int WORD_CHARACTERS_MAX = 9;

  /** A number with an exponent: what spreadsheets make of a long id, and of others like it. */
  private static final Pattern ROUNDED = Pattern.compile("[0-9](?:[.,][0-9]+)?[eE]\\+[0-9]{2,3}");

  private final ValueCounts usersLikeNone = new ValueCounts();
  private final ValueCounts usersRounded = new ValueCounts();
  private final Ratings ratings = new Ratings();
  private long rows;
  private long withoutUser;
  private final String text;
  private final String user;
  private long textsUnread;

  FieldCounts(RecordFormat format) {
    this.text = format.nameOf("text");
    this.user = format.nameOf("user_id");
    format.fields().forEach((ours, name) -> unseen.put(name, ours));
  }

  /** Adds a row. */
  void add(JsonRow row) {
    rows++;
    if (!unseen.isEmpty()) {
      unseen.keySet().removeAll(row.names());
    }
  }

  /** Adds a row that forgets its user, read for its text. */
  void addForgetting(@Nullable JsonRow row) {
    Field words = row == null ? null : row.get(text);
    textsUnread += words == null || words.isNullOrBlank() ? 0 : 1;
  }

  /** Adds the user of a review, as the row has it. */
  void addUser(@Nullable Field user) {
    if (user == null || user.isNullOrBlank()) {
      withoutUser++;
      return;
    }
    String id = user.text();
    if (id.length() <= WORD_CHARACTERS_MAX
        && WORDS_FOR_NONE.contains(id.strip().toLowerCase(Locale.ROOT))) {
      usersLikeNone.add(id);
    }
    if (ROUNDED.matcher(id).matches()) {
      usersRounded.add(id);
    }
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

  /** A hint that rows have a text and forget their user all the same; null if there are none. */
  @Nullable String textsUnread() {
    return textsUnread == 0
        ? null
        : "Rows that forget their user, and whose %s is not read: %,d. Write a review as a row of its own."
            .formatted(text, textsUnread);
  }

  /** Reviews without a user, each of which is a user of its own. */
  long withoutUser() {
    return withoutUser;
  }

  /** User ids that may stand for a missing user. */
  ValueCounts usersLikeNone() {
    return usersLikeNone;
  }

  /** A hint that ids of users may have been rounded, so that several have one; null if none is. */
  @Nullable String usersRounded() {
    return usersRounded.total() == 0
        ? null
        : "Rows whose %s is a rounded number: %,d, %s. Users with one such number share a memory; save the column as text, and export it again."
            .formatted(user, usersRounded.total(), usersRounded.inWords());
  }

  /** The ratings of reviews without a label of their own, and of all where ratings are labels. */
  Ratings ratings() {
    return ratings;
  }
}
