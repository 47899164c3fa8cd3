package io.undertone.job.replay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.undertone.job.browser.Chromium;
import io.undertone.job.replay.report.TestPages.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a headless Chromium, where there is one on the path. */
class ReportInBrowserIT {

  private static final @Nullable Path BROWSER = Chromium.program();

  /** Its own text would speak of every part, shown or not. */
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script\\b.*?</script>");

  private static final long SECONDS_MAX = 120;

  /** ROC, calibration, number remembered, length, time, throughput, and six users. */
  private static final int CHARTS = 12;

  @TempDir Path folder;

  @BeforeEach
  void needsABrowser() {
    assumeTrue(BROWSER != null, "none of " + Chromium.NAMES + " is on the path");
  }

  @Test
  void drawsEveryChart() throws Exception {
    String shown = show(Kind.LABELLED, 500, true);

    assertThat(charts(shown)).isEqualTo(CHARTS);
    assertThat(shown)
        .contains("most certain mistakes")
        .contains("what a user said")
        .contains("All users are compared. 6 are shown.")
        .contains("class=\"u-value\"></td>"); // nobody points at a chart
  }

  /** A third column, as of a model that knows neutral reviews, leaves the labels little room. */
  @Test
  void keepsLabelsWholeOnAPhone() throws Exception {
    Path page = folder.resolve("report.html");
    new TestPages(Kind.LABELLED).write(page, 500, false);
    try (Chromium browser = Chromium.start(folder)) {
      browser.open(page.toUri().toString());
      browser.show(360, 740, false);
      browser.value(
          "document.querySelectorAll('.confusion tr').forEach((row) => row.append(row.lastChild.cloneNode(true)))");

      browser.await(
          "[...document.querySelectorAll('.confusion tbody th')].every((label) => label.offsetHeight < 80)");
      browser.await("document.documentElement.scrollWidth <= innerWidth");
    }
  }

  @Test
  void drawsSurprise() throws Exception {
    String shown = show(Kind.SURPRISE, 500, false);

    assertThat(charts(shown)).isEqualTo(CHARTS - 2);
    assertThat(shown).contains("Perplexity").doesNotContain("Confusion");
  }

  @Test
  void saysThatLabelsAreMissing() throws Exception {
    String shown = show(Kind.UNLABELLED, 500, false);

    assertThat(charts(shown)).isEqualTo(CHARTS - 4);
    assertThat(shown)
        .contains(
            "Confusion, ROC, calibration, accuracy and mistakes need labels, and no review has one"
                + " that the model knows.");
  }

  @Test
  void makesSenseOfHardlyAnything() throws Exception {
    for (Kind kind : Kind.values()) {
      assertThat(charts(show(kind, 0, false))).isZero();
      assertThat(show(kind, 1, false)).contains("It was over too soon for a curve.");
      assertThat(show(kind, 2, true)).contains("needs a user with 6 reviews or more");
    }
  }

  /** What the page's scripts made of it; they ran to the end and did no harm. */
  private String show(Kind kind, int reviews, boolean texts) throws Exception {
    Path page = folder.resolve("report.html");
    new TestPages(kind).write(page, reviews, texts);
    Path shown = folder.resolve("shown.html");
    Path said = folder.resolve("said.txt");
    Process browser =
        new ProcessBuilder(
                String.valueOf(BROWSER),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--virtual-time-budget=5000",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(shown.toFile())
            .redirectError(said.toFile())
            .start();
    try {
      assertThat(browser.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    } finally {
      browser.destroyForcibly();
    }
    assertThat(Files.readString(said, UTF_8)).doesNotContain(":CONSOLE");
    String elements = SCRIPT.matcher(Files.readString(shown, UTF_8)).replaceAll("");
    assertThat(elements)
        .contains("data-complete=\"true\"")
        .contains("<title>Undertone: report of a replay</title>")
        .doesNotContain("<img");
    return elements;
  }

  /** How many charts there are; each is drawn. */
  private static int charts(String elements) {
    int charts = elements.split("<figure class=\"chart\"", -1).length - 1;
    assertThat(elements.split("data-drawn=\"true\"", -1).length - 1).isEqualTo(charts);
    return charts;
  }
}
