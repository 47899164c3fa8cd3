package io.undertone.job.dataset;

import java.util.List;
import java.util.regex.Pattern;

/** How the rows of a text stand. */
enum RowLayout {
  /** A JSON object a line. */
  LINES,
  /** One JSON array of objects. */
  ARRAY,
  /** Cells with separators, below a row of names. */
  TABLE;

  /** A name, and the bracket of an array that goes on in the next line. */
  private static final Pattern OPENS_ARRAY = Pattern.compile("\\{\\s*\"[^\"]*\"\\s*:\\s*\\[");

  /**
   * The form of a text that begins like this. An array of objects begins with both their brackets,
   * or with nulls before the first of them: {@code []} on a line of its own is a broken row of
   * JSONL.
   *
   * @param whole whether this is all of the text
   */
  static RowLayout of(String head, boolean whole) {
    String text = head.strip();
    if (text.startsWith("{") || text.isEmpty()) {
      return LINES;
    }
    if (text.startsWith("[")) {
      String inside = withoutNulls(text.substring(1).stripLeading());
      boolean array = inside.startsWith("{") || (whole && inside.equals("]"));
      return array ? ARRAY : LINES;
    }
    long lines = text.lines().filter(line -> !line.isBlank()).count();
    long objects = text.lines().filter(line -> line.stripLeading().startsWith("{")).count();
    return 2 * objects >= lines ? LINES : TABLE; // JSONL may begin with broken rows
  }

  /**
   * Whether a text is one object that goes on behind its first line: indented, or around an array
   * of what are the rows. A line of JSONL may be broken, but no such line goes before another.
   */
  static boolean isOneObject(String head) {
    List<String> lines =
        head.lines().map(String::strip).filter(line -> !line.isEmpty()).limit(2).toList();
    if (lines.size() < 2) {
      return false;
    }
    return lines.get(0).equals("{")
        ? lines.get(1).startsWith("\"")
        : OPENS_ARRAY.matcher(lines.get(0)).matches();
  }

  private static String withoutNulls(String elements) {
    String rest = elements;
    while (rest.startsWith("null")) {
      String behind = rest.substring("null".length()).stripLeading();
      if (!behind.startsWith(",")) {
        break;
      }
      rest = behind.substring(1).stripLeading();
    }
    return rest;
  }
}
