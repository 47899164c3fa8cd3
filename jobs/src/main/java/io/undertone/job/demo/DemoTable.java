package io.undertone.job.demo;

import io.undertone.job.local.Terminal;
import io.undertone.job.local.Terminal.Colour;
import io.undertone.job.local.TextColumns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Formats results, rejects and tombstones, one per line, to the width of the terminal. A narrow one
 * gets neither times nor dots, so that texts and reasons fit.
 */
final class DemoTable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int TIME_COLUMNS = 10;
  private static final int USER_COLUMNS = 12;
  private static final int LABEL_COLUMNS = 9;
  private static final int SCORE_COLUMNS = 6;

  /** The most dots for reviews remembered; the number beside them has no bound. */
  private static final int DOTS_MAX = 12;

  private static final int NARROW_MAX = 79;
  private static final String GAP = "  ";

  private final Terminal terminal;
  private final boolean narrow;
  private final int memoryColumns;

  DemoTable(Terminal terminal) {
    this.terminal = terminal;
    this.narrow = terminal.columns() <= NARROW_MAX;
    this.memoryColumns = narrow ? "remembered".length() : DOTS_MAX + 4;
  }

  void header() {
    terminal.println(
        terminal.paint(
            Colour.BOLD,
            line(
                TextColumns.left("time", TIME_COLUMNS),
                "user",
                TextColumns.left("label", LABEL_COLUMNS),
                "score",
                "remembered",
                "text")));
  }

  void result(SampleRecord review, String label, double score, int remembered) {
    println(
        review,
        inItsColour(label),
        String.format(Locale.ROOT, "%.1f %%", 100 * score),
        memory(remembered),
        review.text());
  }

  /** What is neither positive nor negative has no colour. */
  private String inItsColour(String label) {
    String cell = TextColumns.left(label, LABEL_COLUMNS);
    return switch (label) {
      case "positive" -> terminal.paint(Colour.GREEN, cell);
      case "negative" -> terminal.paint(Colour.RED, cell);
      default -> cell;
    };
  }

  /**
   * @param surprise nats per token
   */
  void surprise(SampleRecord review, double surprise, int remembered) {
    println(
        review,
        TextColumns.left("surprise", LABEL_COLUMNS),
        String.format(Locale.ROOT, "%.2f", surprise),
        memory(remembered),
        review.text());
  }

  void rejected(SampleRecord record, String reason, String detail) {
    println(
        record,
        terminal.paint(Colour.YELLOW, TextColumns.left("rejected", LABEL_COLUMNS)),
        "",
        "",
        reason + ": " + detail);
  }

  void forgotten(SampleRecord tombstone) {
    println(
        tombstone,
        terminal.paint(Colour.YELLOW, TextColumns.left("forget", LABEL_COLUMNS)),
        "",
        "0",
        "a tombstone: nothing of this user is remembered from here on");
  }

  private void println(
      SampleRecord record, String label, String score, String memory, String text) {
    terminal.println(
        line(
            terminal.paint(Colour.FAINT, TIME.format(Instant.ofEpochMilli(record.timestamp()))),
            record.user() == null ? "–" : record.user(),
            label,
            score,
            memory,
            text));
  }

  /** Time and label are padded already, since they may contain colours. */
  private String line(
      String time, String user, String label, String score, String memory, String text) {
    int used = USER_COLUMNS + LABEL_COLUMNS + SCORE_COLUMNS + memoryColumns + 4 * GAP.length();
    int timed = used + TIME_COLUMNS + GAP.length();
    return (narrow ? "" : time + GAP)
        + String.join(
            GAP,
            TextColumns.left(user, USER_COLUMNS),
            label,
            TextColumns.right(score, SCORE_COLUMNS),
            TextColumns.left(memory, memoryColumns),
            TextColumns.cut(text, terminal.columns() - (narrow ? used : timed)));
  }

  private String memory(int remembered) {
    String dots = narrow ? "" : "•".repeat(Math.min(remembered, DOTS_MAX));
    return String.format(Locale.ROOT, "%-3d %s", remembered, dots);
  }
}
