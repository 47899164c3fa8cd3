package io.undertone.job.replay;

import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.replay.report.Input;
import io.undertone.job.replay.report.ReportPage;
import io.undertone.job.replay.report.ReviewName;
import io.undertone.operator.settings.SentimentSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the page of a replay: its options and its figures.
 *
 * @param texts whether the page shows what users wrote
 */
record ReplayReport(
    Dataset dataset, SentimentSettings settings, Labelling labelling, boolean texts) {

  /** Files that are named; others are counted. */
  private static final int FILES_MAX = 20;

  /** Writes the page. */
  void write(Path file, long rows, ReplayMetrics metrics, Totals totals, List<Path> shards)
      throws IOException {
    Tally tally = totals.tally();
    List<String> names = dataset.names();
    Map<ReviewName, String> shown =
        texts ? ShardTexts.of(shards, settings.format(), tally.figures().named()) : null;
    new ReportPage(
            new Input(
                names.stream().limit(FILES_MAX).toList(),
                Math.max(0, names.size() - FILES_MAX),
                rows,
                options()),
            metrics,
            tally.labels(),
            tally.figures(),
            totals.moods(),
            totals.roc(),
            shown)
        .write(file);
  }

  /** The options that determine the answers. */
  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("Memory", Replay.word(settings.remembering().memory()));
    options.put(
        "Memory ends after",
        settings.remembering().idleMax().isZero()
            ? "never"
            : inWords(settings.remembering().idleMax()));
    options.put(
        "Tokens of a review",
        settings.tokensMax() == SentimentSettings.MODELS_OWN
            ? "the model's own limit"
            : "at most " + settings.tokensMax());
    options.put("Reviews in a batch", String.valueOf(settings.batching().slots()));
    options.put(
        "Encoding",
        String.join(
            ", ",
            dataset.files().stream()
                .map(DatasetFile::encoding)
                .map(String::valueOf)
                .distinct()
                .toList()));
    if (!settings.format().fields().isEmpty()) {
      options.put("Fields", settings.format().fields().toString());
    }
    if (labelling.positiveRating() != null) {
      options.put("Positive from a rating of", labelling.positiveRating().toString());
    }
    if (!labelling.names().isEmpty()) {
      options.put("Labels", labelling.names().toString());
    }
    if (settings.uniqueFor() != null) {
      options.put("Ids are unique for", inWords(settings.uniqueFor()));
    }
    return options;
  }

  private static String inWords(Duration duration) {
    return Duration.ofDays(duration.toDays()).equals(duration)
        ? duration.toDays() + " days"
        : duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
