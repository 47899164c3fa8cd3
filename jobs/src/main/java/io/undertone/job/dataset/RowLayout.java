package io.undertone.job.dataset;

import java.util.List;
import java.util.regex.Pattern;

/** The layout of the rows of a text. */
enum RowLayout {
  /** JSONL: one JSON object per line. */
  LINES,
  /** One JSON array of objects. */
  ARRAY,
  /** CSV with a header. */
  TABLE;

  /** An object with an array that continues in the next line. */
  private static final Pattern OPENS_ARRAY = Pattern.compile("\\{\\s*\"[^\"]*\"\\s*:\\s*\\[");

  /** Two objects, the second in a line of its own, as no JSON has them. */
  private static final Pattern NEXT_OBJECT = Pattern.compile("}[ \\t]*\\r\\s*\\{");

  /**
   * Detects the layout by the beginning of a text. An array of objects begins with both brackets,
   * or with nulls before the first object; {@code []} on a line of its own is a broken row of
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
   * Whether a text is a single object over several lines: indented, or with the rows in an array.
   * No line of JSONL, even a broken one, looks like that with another one after it.
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

  /** Whether objects stand in lines that end in carriage returns alone. */
  static boolean endsInCarriageReturns(String head) {
    return head.indexOf('\n') < 0 && NEXT_OBJECT.matcher(head).find();
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
