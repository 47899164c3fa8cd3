package io.undertone.job.dataset;

/** How the rows of a text stand. */
enum RowLayout {
  /** A JSON object a line. */
  LINES,
  /** One JSON array of objects. */
  ARRAY,
  /** Cells with separators, below a row of names. */
  TABLE;

  /**
   * The form of a text that begins like this. An array of objects begins with both their brackets:
   * {@code []} on a line of its own is a broken row of JSONL.
   *
   * @param whole whether this is all of the text
   */
  static RowLayout of(String head, boolean whole) {
    String text = head.strip();
    if (text.startsWith("{") || text.isEmpty()) {
      return LINES;
    }
    if (text.startsWith("[")) {
      String inside = text.substring(1).stripLeading();
      boolean array = inside.startsWith("{") || (whole && inside.equals("]"));
      return array ? ARRAY : LINES;
    }
    long lines = text.lines().filter(line -> !line.isBlank()).count();
    long objects = text.lines().filter(line -> line.stripLeading().startsWith("{")).count();
    return 2 * objects >= lines ? LINES : TABLE; // JSONL may begin with broken rows
  }
}
