package io.undertone.job.replay.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.undertone.job.replay.report.Calibration.Reliability;
import io.undertone.job.replay.report.Extremes.Extreme;
import io.undertone.job.replay.report.Moods.Mood;
import io.undertone.job.replay.report.Periods.Period;
import io.undertone.job.replay.report.PowerOfTwoBins.Bin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The report of a replay: one HTML file that needs no network, with the figures as JSON, the style,
 * the script and the chart library inlined.
 */
public final class ReportPage {

  private static final String TEMPLATE = "report.html";

  /** A placeholder in the template: the name of a resource, or {@code data} for the figures. */
  private static final Pattern PLACE = Pattern.compile("\\{\\{([\\w./-]+)}}");

  private static final String DATA = "data";

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final String page;

  private record Content(
      Input request,
      Object metrics,
      List<String> labels,
      @Nullable String moodLabel,
      @Nullable Roc roc,
      List<Reliability> calibration,
      @Nullable Double calibrationError,
      List<Bin> byRemembered,
      List<Bin> byTokens,
      Span periods,
      long untimed,
      Span progress,
      List<Mood> moods,
      long usersWithFew,
      int moodReviewsMin,
      long mistakes,
      List<Extreme> extremes,
      @Nullable List<@Nullable String> texts) {}

  private record Span(long width, List<Period> periods) {}

  /**
   * @param metrics what {@code metrics.json} says
   * @param roc null where there is none
   * @param texts of the named reviews; null if they are not shown
   */
  public ReportPage(
      Input request,
      Object metrics,
      List<String> labels,
      Figures figures,
      Moods moods,
      @Nullable Roc roc,
      @Nullable Map<ReviewName, String> texts)
      throws IOException {
    List<Reliability> bins = figures.calibration().bins();
    Content content =
        new Content(
            request,
            metrics,
            labels,
            figures.moodLabel(),
            roc,
            bins,
            bins.isEmpty() ? null : figures.calibration().expectedError(),
            figures.byRemembered().bins(),
            figures.byTokens().bins(),
            span(figures.periods()),
            figures.untimed(),
            span(figures.progress()),
            moods.most(),
            moods.usersWithFew(),
            Moods.REVIEWS_MIN,
            figures.mistakes(),
            figures.extremes().most(),
            texts == null ? null : figures.named().stream().map(texts::get).toList());
    this.page = fill(resource(TEMPLATE), inert(JSON.writeValueAsString(content)));
  }

  /** Writes the page. */
  public void write(Path file) throws IOException {
    Files.writeString(file, page);
  }

  private static Span span(Periods periods) {
    return new Span(periods.width(), periods.periods());
  }

  /** Fills the placeholders in one pass, so that no text of a user is taken for one. */
  private static String fill(String template, String data) throws IOException {
    Matcher places = PLACE.matcher(template);
    StringBuilder page = new StringBuilder();
    int end = 0;
    while (places.find()) {
      MatchResult place = places.toMatchResult();
      page.append(template, end, place.start());
      page.append(place.group(1).equals(DATA) ? data : resource(place.group(1)));
      end = place.end();
    }
    return page.append(template, end, template.length()).toString();
  }

  /** Escapes JSON so that no browser finds a tag; these characters occur only in strings. */
  private static String inert(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("No resource " + name + " beside " + ReportPage.class.getName());
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
