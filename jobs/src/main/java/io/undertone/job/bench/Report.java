package io.undertone.job.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a bench says in JSON; field names are a contract. */
@JsonPropertyOrder({"machine", "model", "rows"})
public record Report(Map<String, Object> machine, String model, List<BenchRow> rows) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE = "%-16s %7s %5s %10s %10s %8s %8s %13s";

  /** The report as JSON, a field a line. */
  public String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException("Writing the report to memory", impossible);
    }
  }

  /** The rows for people, a line each. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        LINE.formatted(
            "row", "threads", "B", "reviews/s", "tokens/s", "p50 ms", "p99 ms", "committed p99"));
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  /** One row for people. */
  static String line(BenchRow row) {
    return LINE.formatted(
            row.name(),
            row.threads(),
            row.batch(),
            figure("%,.0f", row.reviewsPerSecond()),
            figure("%,.0f", row.tokensPerSecond()),
            figure("%,.1f", row.p50Ms()),
            figure("%,.1f", row.p99Ms()),
            figure("%,.0f", row.committedP99Ms()))
        .stripTrailing();
  }

  private static String figure(String format, @Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, format, value);
  }
}
