package io.undertone.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a bench says; field names are a contract. */
public record BenchReport(Map<String, Object> machine, String model, List<BenchRow> rows) {

  private static final String LINE = "%-16s %7s %6s %12s %12s %8s %8s %14s%n";

  /** The report as JSON, a field a line. */
  public String json() {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    } catch (IOException impossible) {
      throw new UncheckedIOException("Writing the report to memory", impossible);
    }
  }

  /** The report for people. */
  public void print(PrintStream out) {
    out.printf(
        LINE,
        "row",
        "threads",
        "batch",
        "reviews/s",
        "tokens/s",
        "p50 ms",
        "p99 ms",
        "committed p99");
    for (BenchRow row : rows) {
      out.printf(
          LINE,
          row.name(),
          row.threads(),
          row.batch() == null ? "" : row.batch(),
          whole(row.reviewsPerSecond()),
          whole(row.tokensPerSecond()),
          tenth(row.p50Ms()),
          tenth(row.p99Ms()),
          tenth(row.committedP99Ms()));
    }
    ratio(out, "engine-cell", "per-review");
    ratio(out, "engine-cell", "engine-sequence");
    ratio(out, "engine-cell", "ceiling");
    ratio(out, "pipeline", "engine-text");
  }

  private void ratio(PrintStream out, String row, String to) {
    Double above = tokens(row);
    Double below = tokens(to);
    if (above != null && below != null) {
      out.printf(Locale.ROOT, "%s = %.2f × %s%n", row, above / below, to);
    }
  }

  private @Nullable Double tokens(String name) {
    return rows.stream()
        .filter(row -> row.name().equals(name))
        .map(BenchRow::tokensPerSecond)
        .findFirst()
        .orElse(null);
  }

  private static String whole(@Nullable Double figure) {
    return figure == null ? "" : String.format(Locale.ROOT, "%,.0f", figure);
  }

  private static String tenth(@Nullable Double figure) {
    return figure == null ? "" : String.format(Locale.ROOT, "%,.1f", figure);
  }
}
