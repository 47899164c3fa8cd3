package io.undertone.job.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Joins the lines of a CSV file into rows: a row continues in the next line if a quote is open at
 * the end of a line. Where tabs separate cells, many tables have quotes that mean nothing: there a
 * row ends all the same, if it and the next line each have as many cells as the header. It does not
 * split cells.
 */
final class CsvLines implements AutoCloseable {

  /** In the order of preference, if a header has equally many of each. */
  private static final String SEPARATORS = ",;\t|";

  /** A first line in which spreadsheets declare the separator. */
  private static final Pattern DECLARED = Pattern.compile("\\s*\"?sep=(.)\"?\\s*");

  private final Lines lines;
  private final Charset charset;
  private final char separator;
  private final boolean blanksAround;
  private @Nullable Line ahead;

  /** Separators in the header; -1 until it has been read. */
  private long separators = -1;

  /**
   * Reads the header, and detects the separator in it, unless a line before it declares one.
   *
   * @param lines from the header on
   */
  CsvLines(Lines lines, Charset charset) throws IOException {
    this.lines = lines;
    this.charset = charset;
    String first = lookBehindBlanks();
    Matcher declared = DECLARED.matcher(first);
    if (declared.matches()) {
      this.ahead = null;
      this.separator = declared.group(1).charAt(0);
      this.blanksAround = hasBlanksAround(look(), separator);
    } else {
      this.separator = separator(first);
      this.blanksAround = hasBlanksAround(first, separator);
    }
  }

  /** The first line that is not blank; the lines before it are none of the table. */
  private String lookBehindBlanks() throws IOException {
    String line = look();
    while (ahead != null && line.isBlank()) {
      ahead = null;
      line = look();
    }
    return line;
  }

  /** The next line, which is still to come. */
  private String look() throws IOException {
    ahead = nextLine();
    return ahead == null ? "" : Line.withoutMarks(text(ahead));
  }

  /** The separator of cells. */
  char separator() {
    return separator;
  }

  /** Whether the header has blanks around its names; then a quote may follow blanks. */
  boolean blanksAround() {
    return blanksAround;
  }

  /** The next row, or null after the last one; empty lines are skipped. */
  @Nullable JoinedLines next() throws IOException {
    Line line = nextLine();
    if (line == null) {
      return null;
    }
    long number = line.number();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(line.bytes().length);
    StringBuilder text = new StringBuilder();
    Quotes quotes = new Quotes(separator, blanksAround);
    boolean decoded = true;
    long dropped = 0;
    while (true) {
      String strict = line.text();
      decoded &= strict != null;
      String read = strict == null ? new String(line.bytes(), charset) : strict;
      read = text.isEmpty() ? Line.withoutMarks(read) : read;
      boolean open = quotes.isOpenAfter(read);
      bytes.writeBytes(line.bytes());
      dropped += line.length() - line.bytes().length;
      text.append(read);
      Line more = open && bytes.size() < Row.BYTES_MAX ? lines.next() : null;
      boolean first = line.number() == number;
      boolean apart = open && first && isWhole(read) && (more == null || isWhole(text(more)));
      if (more == null || apart) {
        ahead = more;
        boolean left = open && !apart;
        separators = separators < 0 ? count(text.toString()) : separators;
        long count = line.number() - number + 1;
        return new JoinedLines(
            number, bytes.toByteArray(), text.toString(), decoded, dropped, count, left);
      }
      bytes.writeBytes(StrictText.bytes(line.end(), charset));
      text.append(line.end());
      line = more;
    }
  }

  private String text(Line line) {
    return new String(line.bytes(), charset);
  }

  /** Whether tabs alone part a line into the header's cells, three or more. */
  private boolean isWhole(String line) {
    return separator == '\t' && separators > 1 && count(line) == separators;
  }

  private long count(String line) {
    return line.chars().filter(c -> c == separator).count();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private @Nullable Line nextLine() throws IOException {
    Line line = ahead == null ? lines.next() : ahead;
    ahead = null;
    while (line != null && line.length() == 0) {
      line = lines.next();
    }
    return line;
  }

  private static char separator(String header) {
    int[] counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    for (int at = 0; at < header.length(); at++) {
      quoted ^= header.charAt(at) == '"';
      int which = quoted ? -1 : SEPARATORS.indexOf(header.charAt(at));
      if (which >= 0) {
        counts[which]++;
      }
    }
    int most = 0;
    for (int which = 1; which < counts.length; which++) {
      most = counts[which] > counts[most] ? which : most;
    }
    return SEPARATORS.charAt(most);
  }

  private static boolean hasBlanksAround(String header, char separator) {
    String unquoted = header.replaceAll("\"[^\"]*\"", "\"\"");
    return Arrays.stream(unquoted.split(Pattern.quote(String.valueOf(separator)), -1))
        .anyMatch(name -> !name.equals(name.strip()));
  }

  /**
   * The lines of one row.
   *
   * @param number of its first line
   * @param text the same as {@code bytes}, as far as they could be decoded
   * @param decoded whether they all could
   * @param dropped bytes that are not kept, of a line that is too long
   * @param open whether a quote is still open at its end
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record JoinedLines(
      long number,
      byte[] bytes,
      String text,
      boolean decoded,
      long dropped,
      long lines,
      boolean open) {}

  /** Tracks whether a quote is open. It opens only at the start of a cell; inside, two mean one. */
  private static final class Quotes {

    private final char separator;
    private final boolean blanksAround;
    private Place place = Place.CELL_BEGINS;

    Quotes(char separator, boolean blanksAround) {
      this.separator = separator;
      this.blanksAround = blanksAround;
    }

    private enum Place {
      CELL_BEGINS,
      PLAIN,
      QUOTED,
      QUOTE_IN_QUOTED
    }

    boolean isOpenAfter(String line) {
      for (int at = 0; at < line.length(); at++) {
        place = after(line.charAt(at));
      }
      return place == Place.QUOTED;
    }

    private Place after(char c) {
      if (place == Place.QUOTED) {
        return c == '"' ? Place.QUOTE_IN_QUOTED : Place.QUOTED;
      }
      boolean before = blanksAround && place == Place.CELL_BEGINS && (c == ' ' || c == '\t');
      if (c == separator || before) {
        return Place.CELL_BEGINS;
      }
      boolean opens = place == Place.CELL_BEGINS || place == Place.QUOTE_IN_QUOTED;
      return opens && c == '"' ? Place.QUOTED : Place.PLAIN;
    }
  }
}
