package io.undertone.job.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.job.replay.report.TestPages.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {

  private static final Pattern DATA =
      Pattern.compile("<script id=\"data\" type=\"application/json\">([^<]*)</script>");

  @TempDir Path folder;

  @Test
  void needsNothingButItself() throws IOException {
    String page = page(Kind.LABELLED, 200, false);

    assertThat(page)
        .doesNotContainPattern("(?i)<(link|img|iframe|object|embed|base)\\b")
        .doesNotContainPattern("(?i)\\b(src|href|action|srcset)\\s*=\\s*[\"']")
        .doesNotContainPattern("(?i)@import|url\\(|fetch\\(|XMLHttpRequest|WebSocket|import\\(")
        .contains("default-src 'none'");
    assertThat(page).contains("The MIT License").contains("Leon Sorokin");
  }

  @Test
  void holdsTheFigures() throws IOException {
    JsonNode data = data(page(Kind.LABELLED, 200, false));

    assertThat(data.at("/metrics/reviews").asInt()).isEqualTo(200);
    assertThat(data.at("/request/rows").asInt()).isEqualTo(203);
    assertThat(data.path("mood_label").asText()).isEqualTo("positive");
    assertThat(data.path("calibration").size()).isEqualTo(10);
    assertThat(data.path("by_remembered").size()).isEqualTo(6);
    assertThat(data.at("/periods/periods").size()).isEqualTo(34);
    assertThat(data.path("moods").size()).isEqualTo(Moods.USERS_MAX);
    assertThat(data.path("extremes").size()).isEqualTo(Extremes.REVIEWS_MAX);
    assertThat(data.at("/extremes/0/user_id").asText()).startsWith(TestPages.HARM);
  }

  @Test
  void showsTextsOnlyWhenAsked() throws IOException {
    assertThat(page(Kind.LABELLED, 50, false)).doesNotContain("what a user said");

    String page = page(Kind.LABELLED, 50, true);
    assertThat(page).contains("what a user said");
    assertThat(data(page).at("/texts/0").asText()).isEqualTo(TestPages.SAID);
  }

  @Test
  void noTextIsMarkup() throws IOException {
    String page = page(Kind.LABELLED, 50, true);

    assertThat(page).doesNotContain("<img").doesNotContain("<!--");
    assertThat(page.split("</script>", -1)).hasSize(page.split("<script", -1).length);
  }

  @Test
  void isWholeWithoutAnyReview() throws IOException {
    for (Kind kind : Kind.values()) {
      JsonNode data = data(page(kind, 0, false));

      assertThat(data.at("/periods/periods").isEmpty()).isTrue();
      assertThat(data.path("calibration_error").isNull()).isTrue();
      assertThat(data.path("extremes").isEmpty()).isTrue();
    }
  }

  private String page(Kind kind, int reviews, boolean texts) throws IOException {
    Path file = folder.resolve("report.html");
    new TestPages(kind).write(file, reviews, texts);
    return Files.readString(file);
  }

  private static JsonNode data(String page) throws IOException {
    Matcher data = DATA.matcher(page);
    assertThat(data.find()).isTrue();
    return new ObjectMapper().readTree(data.group(1));
  }
}
