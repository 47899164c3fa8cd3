package io.undertone.job.command;

import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.job.JobException;
import io.undertone.job.dataset.Line;
import io.undertone.job.dataset.Lines;
import io.undertone.job.local.Counted;
import io.undertone.operator.parse.FieldRules;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.ReviewLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads reviews from lines of a user, a tab and a text, by the same rules as records, and reports
 * for each invalid line, by its number, why it is none; the first few of an input that nobody
 * types. Blank lines are skipped. A header is a review, since it may be one.
 */
final class TypedReviews {

  /** In UTF-32, ASCII takes four times its bytes in UTF-8. */
  private static final int BYTES_FOR_ONE = 4;

  private static final Pattern JSON = Pattern.compile("\\s*\\{\\s*\".*}\\s*", Pattern.DOTALL);

  /** Names in a first line that say which column is of users, and which of texts. */
  private static final Pattern OF_USERS =
      Pattern.compile("(?:user|author|reviewer)(?:[_ ]?(?:id|name))?", Pattern.CASE_INSENSITIVE);

  private static final Pattern OF_TEXTS =
      Pattern.compile("(?:review[_ ]?)?(?:text|body|review)", Pattern.CASE_INSENSITIVE);

  /** Other names of columns in tables of reviews. */
  private static final Pattern OF_OTHERS =
      Pattern.compile(
          "(?:(?:review|product|item|order)[_ ]?)?(?:id|label|rating|stars|score|date|time|timestamp|title)",
          Pattern.CASE_INSENSITIVE);

  /** A line as tables quote their cells. */
  private static final Pattern QUOTED = Pattern.compile("\".*\"\t\".*\"", Pattern.DOTALL);

  private static final int NONE_YET = -1;

  private static final String HOW_READ =
      " The first is read as the user, and all behind it as the text; for tables there is replay.";

  private final Lines lines;
  private final Charset encoding;
  private final FieldRules rules;
  private final PrintStream messages;
  private final boolean typed;
  private long taken;
  private long refused;

  /** Lines whose user and text stand between quotes. */
  private long quoted;

  /** Columns of every line so far; 0 if they differ. */
  private int columns = NONE_YET;

  /**
   * Waits for the first bytes: a byte-order mark overrides the encoding.
   *
   * @param typed whether a person types the lines, and is told of each that is refused
   */
  TypedReviews(
      InputStream in, Charset encoding, ReviewLimits limits, PrintStream messages, boolean typed)
      throws IOException {
    // A longer line is no review in any encoding.
    long longest = BYTES_FOR_ONE * ((long) limits.idBytesMax() + 1 + limits.textBytesMax());
    this.lines = Lines.of(in, encoding, (int) Math.min(Integer.MAX_VALUE >> 1, longest));
    this.encoding = encoding;
    this.rules = new FieldRules(limits);
    this.messages = messages;
    this.typed = typed;
  }

  /**
   * The reviews of the next line, for which it waits, and of further lines that are available
   * already; null at the end. A review's id is its line number.
   */
  @Nullable List<Review> next(int linesMax) throws IOException {
    Line line = lines.next();
    if (line == null) {
      return null;
    }
    List<Review> reviews = new ArrayList<>();
    for (int read = 1; line != null; read++) {
      Review review = review(line);
      if (review != null) {
        reviews.add(review);
      }
      line = read < linesMax ? lines.poll() : null;
    }
    taken += reviews.size();
    return reviews;
  }

  /**
   * Says at the end how many more lines were refused, and checks that the input was of the right
   * format.
   *
   * @throws JobException if every line that is not blank was refused
   */
  void requireSome() {
    if (!typed && refused > Counted.NAMED_MAX) {
      messages.printf("… and %s refused.%n", Counted.of(refused - Counted.NAMED_MAX, "more line"));
    }
    if (!typed && taken > 1 && columns > 2) {
      messages.println("Each line has " + columns + " columns." + HOW_READ);
    }
    if (!typed && taken > 1 && quoted == taken) {
      messages.println(
          "Each line has quotes around user and text, and both are read with them; for tables there"
              + " is replay.");
    }
    if (taken == 0 && refused > 0) {
      throw new JobException(
          "Reading reviews from stdin",
          "lines 'user<TAB>text' in " + encoding.name(),
          "none: every line was refused, %d in all".formatted(refused),
          "Mend what is said of them above. For JSONL, JSON or CSV there is replay.");
    }
  }

  private @Nullable Review review(Line line) {
    String decoded = line.isCut() || line.zeroAt() > 0 ? null : line.text();
    String text = decoded == null ? null : Line.withoutMarks(decoded);
    if (text != null && text.isBlank()) {
      return null;
    }
    String complaint = text == null ? unreadable(line) : complaint(line, text);
    if (text == null || complaint != null) {
      refused++;
      if (typed || refused <= Counted.NAMED_MAX) {
        messages.println("Line " + line.number() + " is refused: " + complaint);
      }
      return null;
    }
    List<String> cells = List.of(text.split("\t", -1));
    if (line.number() == 1) {
      sayOfHeader(cells);
    }
    quoted += QUOTED.matcher(text).matches() ? 1 : 0;
    columns = columns == cells.size() || columns == NONE_YET ? cells.size() : 0;
    int tab = text.indexOf('\t'); // further ones belong to the text
    String id = String.valueOf(line.number());
    return new Review(
        new Origin(id, text.substring(0, tab), System.currentTimeMillis(), null),
        text.substring(tab + 1));
  }

  private void sayOfHeader(List<String> names) {
    List<Pattern> found = new ArrayList<>();
    for (String name : names) {
      Stream.of(OF_USERS, OF_TEXTS, OF_OTHERS)
          .filter(each -> each.matcher(name).matches())
          .findFirst()
          .ifPresent(found::add);
    }
    if (found.size() == names.size() && found.containsAll(List.of(OF_USERS, OF_TEXTS))) {
      messages.println("Line 1 looks like a header, and is read as a review; leave it out.");
    }
  }

  /** Why a line cannot be decoded. */
  private static String unreadable(Line line) {
    if (line.isCut()) {
      return "it has %s, more than any that --text-bytes-max takes."
          .formatted(Counted.of(line.length(), "byte"));
    }
    if (line.zeroAt() > 0) {
      return "byte %d of its %d is a zero, so UTF-16 or no text; name the encoding by --encoding."
          .formatted(line.zeroAt(), line.length());
    }
    return "byte %d of its %d is not %s; name the encoding by --encoding."
        .formatted(line.undecodableAt(), line.length(), line.charset().name());
  }

  /** What is wrong with a line, without its text; null if nothing is. */
  private @Nullable String complaint(Line line, String text) {
    if (JSON.matcher(text).matches()) {
      return "it is an object of JSON; for JSONL there is replay.";
    }
    int tab = text.indexOf('\t');
    if (tab < 0) {
      return "it has no tab between user and text.";
    }
    if (line.number() == 1 && line.end().isEmpty() && areSeveral(text)) {
      return "it is all there is, and several that end in carriage returns; end them in line feeds,"
          + " such as by tr '\\r' '\\n'.";
    }
    Rejected fault = rules.userId(text.substring(0, tab));
    if (fault == null) {
      fault = rules.text(text.substring(tab + 1));
    }
    return fault == null ? null : fault.detail() + ".";
  }

  /** Whether behind each carriage return there is another user and a tab. */
  private static boolean areSeveral(String line) {
    List<String> pieces =
        Arrays.stream(line.split("\r")).filter(piece -> !piece.isBlank()).toList();
    return pieces.size() > 1 && pieces.stream().allMatch(piece -> piece.indexOf('\t') > 0);
  }
}
