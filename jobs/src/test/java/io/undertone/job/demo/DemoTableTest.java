package io.undertone.job.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.demo.SampleRecord.Kind;
import io.undertone.job.local.TestTerminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DemoTableTest {

  private static final long TIME = Instant.parse("2024-01-21T10:00:00Z").toEpochMilli();

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void showsTimesAndDotsWhereThereIsRoom() {
    show(80);

    assertThat(shown.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            """
            time        user          label       score  remembered        text
            2024-01-21  gus           positive   62.4 %  3   •••           The trailer for …
            2024-01-21  –             rejected                             user_missing: no…
            """);
  }

  /** A reject without its reason would help nobody. */
  @Test
  void keepsTheTextOnANarrowTerminal() {
    show(60);

    assertThat(shown.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            """
            user          label       score  remembered  text
            gus           positive   62.4 %  3           The trailer fo…
            –             rejected                       user_missing: …
            """);
  }

  @Test
  void paintsPositiveAndNegativeButNotNeutral() {
    DemoTable table = new DemoTable(TestTerminal.withColours(new PrintStream(shown, true, UTF_8)));
    for (String label : List.of("positive", "negative", "neutral")) {
      table.result(record("gus", "A trailer."), label, 0.6, 0);
    }

    assertThat(shown.toString(UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\u001b[32mpositive \u001b[0m"),
            line -> assertThat(line).contains("\u001b[31mnegative \u001b[0m"),
            line -> assertThat(line).contains("  neutral    "));
  }

  private static SampleRecord record(@Nullable String user, String text) {
    return new SampleRecord("r-1", null, null, user, TIME, text, null, Kind.REVIEW);
  }

  private void show(int columns) {
    DemoTable table =
        new DemoTable(TestTerminal.plain(new PrintStream(shown, true, UTF_8), columns));
    table.header();
    table.result(
        record("gus", "The trailer for Iron Meridian has every shot."), "positive", 0.624, 3);
    table.rejected(record(null, ""), "user_missing", "no user_id: send one");
  }
}
