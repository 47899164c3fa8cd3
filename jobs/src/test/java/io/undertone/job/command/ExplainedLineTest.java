package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.Explanation;
import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.TextPieces;
import io.undertone.job.local.TestTerminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainedLineTest {

  private final PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);

  @Test
  void showsEachPieceInTheColourOfItsProbability() {
    String line = new ExplainedLine(TestTerminal.withColours(out)).of(sentiment());

    assertThat(line)
        .isEqualTo(
            "\u001b[1mann\u001b[0m  negative 90.0 %  \u001b[38;5;34mfine\u001b[0m\u001b[38;5;142m "
                + " \u001b[0m\u001b[38;5;160mnot\u001b[0m\u001b[2m … not read further\u001b[0m");
  }

  @Test
  void showsNoColoursWhereThereAreNone() {
    String line = new ExplainedLine(TestTerminal.plain(out)).of(sentiment());

    assertThat(line).isEqualTo("ann  negative 90.0 %  fine  not … not read further");
  }

  private static Sentiment sentiment() {
    TextPieces pieces = new TextPieces("fine\t not", new int[] {4, 6, 9}, new int[] {1, 2, 3});
    Explanation explanation = new Explanation(pieces, List.of(1.0, 0.5, 0.0));
    return new Sentiment(
        new Origin("1", "ann", 1, null),
        new Labelled("negative", 0.9, List.of(0.9, 0.1), explanation),
        0,
        4,
        true,
        "m@1");
  }
}
