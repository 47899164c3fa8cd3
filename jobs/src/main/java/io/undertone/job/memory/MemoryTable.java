package io.undertone.job.memory;

import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.job.local.DisplayNames;
import io.undertone.job.local.Terminal;
import io.undertone.job.local.Terminal.Colour;
import io.undertone.job.local.TextColumns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Formats memories, one per line, to the width of the terminal: the column "written" is left out if
 * it does not fit.
 */
public final class MemoryTable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int REVIEWS_COLUMNS = 7;
  private static final int TIME_COLUMNS = 16;
  private static final int SAYS_COLUMNS = 14;
  private static final int LEANS_COLUMNS = 18;
  private static final String GAP = "  ";
  private static final int USER_COLUMNS_MAX = 40;
  private static final int OTHER_COLUMNS =
      REVIEWS_COLUMNS + TIME_COLUMNS + SAYS_COLUMNS + LEANS_COLUMNS + 4 * GAP.length();
  private static final int WRITTEN_COLUMNS = TIME_COLUMNS + GAP.length();

  private final Terminal terminal;
  private final boolean showsWritten;
  private final int userColumns;

  public MemoryTable(Terminal terminal) {
    this.terminal = terminal;
    int most = terminal.columns() - OTHER_COLUMNS;
    this.showsWritten = most - WRITTEN_COLUMNS >= REVIEWS_COLUMNS;
    int left = showsWritten ? most - WRITTEN_COLUMNS : most;
    this.userColumns = Math.max(REVIEWS_COLUMNS, Math.min(USER_COLUMNS_MAX, left));
  }

  /** A header and a line for each; empty if there are none. */
  public List<String> lines(List<MemoryEffect> effects) {
    if (effects.isEmpty()) {
      return List.of();
    }
    String head = line("user", "reviews", "last review", "written", "says", "leans to");
    return Stream.concat(
            Stream.of("", terminal.paint(Colour.BOLD, head)), effects.stream().map(this::row))
        .toList();
  }

  private String row(MemoryEffect effect) {
    return line(
        DisplayNames.of(effect.memory().user()),
        String.valueOf(effect.memory().remembered()),
        time(effect.memory().seenLast()),
        time(effect.memory().written()),
        effect.with() == null ? "" : says(effect.with()),
        effect.leaningText());
  }

  private String line(
      String user, String reviews, String last, String written, String says, String leans) {
    Stream<String> times =
        (showsWritten ? Stream.of(last, written) : Stream.of(last))
            .map(time -> TextColumns.left(time, TIME_COLUMNS));
    return Stream.of(
            Stream.of(
                TextColumns.left(user, userColumns), TextColumns.right(reviews, REVIEWS_COLUMNS)),
            times,
            Stream.of(TextColumns.left(says, SAYS_COLUMNS), TextColumns.cut(leans, LEANS_COLUMNS)))
        .flatMap(cells -> cells)
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  /** A short form of an answer: a label with its probability, or a surprise. */
  static String says(Sentiment sentiment) {
    if (sentiment.answer() instanceof Surprise surprise) {
      return surprise.natsPerToken() == null
          ? "nothing"
          : String.format(Locale.ROOT, "surprise %.2f", surprise.natsPerToken());
    }
    return String.format(Locale.ROOT, "%s %.2f", sentiment.label(), sentiment.score());
  }

  private static String time(@Nullable Long milliseconds) {
    return milliseconds == null ? "" : TIME.format(Instant.ofEpochMilli(milliseconds));
  }
}
