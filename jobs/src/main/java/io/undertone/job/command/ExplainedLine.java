package io.undertone.job.command;

import io.undertone.event.Explanation;
import io.undertone.event.Sentiment;
import io.undertone.event.TextPieces;
import io.undertone.job.local.Terminal;
import io.undertone.job.local.Terminal.Colour;
import java.util.Locale;
import java.util.Objects;

/**
 * Formats an explained result: each piece of the text in the colour of the probability after it.
 */
final class ExplainedLine {

  private final Terminal terminal;

  ExplainedLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /** User, label and score, then the text. */
  String of(Sentiment sentiment) {
    Explanation explanation = Objects.requireNonNull(sentiment.labelled().explanation());
    TextPieces pieces = explanation.pieces();
    StringBuilder text = new StringBuilder();
    for (int piece = 0; piece < pieces.count(); piece++) {
      text.append(
          terminal.paint(
              explanation.positive().get(piece), Terminal.printable(pieces.text(piece))));
    }
    String score =
        String.format(Locale.ROOT, "%s %.1f %%", sentiment.label(), 100 * sentiment.score());
    return terminal.paint(Colour.BOLD, Terminal.printable(sentiment.origin().userId()))
        + "  "
        + score
        + "  "
        + text
        + (sentiment.truncated() ? terminal.paint(Colour.FAINT, " … not read further") : "");
  }
}
