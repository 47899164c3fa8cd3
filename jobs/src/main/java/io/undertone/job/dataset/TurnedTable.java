package io.undertone.job.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** Tables in forms that hold no review as one row of names and values. Stateless. */
final class TurnedTable {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private static final Pattern COLUMNS_APART =
      Pattern.compile(
          "\\{\\s*\"columns\"\\s*:\\s*\\[[^]]*]\\s*,\\s*\"(?:index|data)\"\\s*:\\s*\\[");

  /** A cell that says that there is nothing, in the text form of PostgreSQL and MySQL. */
  private static final Pattern NULL_CELL =
      Pattern.compile("(?:^|\t)\\\\N(?=\t|\r?$)", Pattern.MULTILINE);

  /** Such a cell, a number or a time. */
  private static final Pattern VALUE =
      Pattern.compile("(?:^|\t)(?:\\\\N|[-+]?[0-9][0-9.:+ TZ-]*)(?=\t|$)");

  private TurnedTable() {}

  /**
   * Whether a text is one object of columns, the cells under the numbers of their rows or apart.
   */
  static boolean isOfColumns(String text) {
    return COLUMNS_APART.matcher(text).lookingAt()
        || isObjectOf(text, (column, row) -> NUMBER.matcher(row).matches());
  }

  /** Whether a text is one object of rows, each under its number. */
  static boolean isOfRows(String text) {
    return isObjectOf(text, (row, column) -> NUMBER.matcher(row).matches());
  }

  /** Whether a text is a table whose first row says no names, and some cells that there is none. */
  static boolean isOfCopy(String text) {
    String first = text.lines().findFirst().orElse("");
    return first.indexOf('\t') > 0 && VALUE.matcher(first).find() && NULL_CELL.matcher(text).find();
  }

  /**
   * Whether a text is nothing but an object, and every value in it, as far as the text goes, one
   * again.
   *
   * @param fits what is to be true of each name and of the first name below it
   */
  private static boolean isObjectOf(String text, BiPredicate<String, String> fits) {
    boolean some = false;
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        String below = parser.nextToken() == JsonToken.START_OBJECT ? parser.nextFieldName() : null;
        if (below == null || !fits.test(name, below)) {
          return false;
        }
        some = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          parser.skipChildren();
        }
      }
      return some && parser.nextToken() == null;
    } catch (IOException cutOff) {
      return some;
    }
  }
}
