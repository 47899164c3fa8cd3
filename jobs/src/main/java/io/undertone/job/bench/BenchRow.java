package io.undertone.job.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One way of doing the work and its speed; figures that do not apply are null. Field names and
 * order are a contract.
 *
 * @param batch B, the reviews that step together
 * @param p50Ms from sending to reading uncommitted
 * @param p99Ms the same
 * @param committedP99Ms from sending to reading committed
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonPropertyOrder({
  "name",
  "threads",
  "batch",
  "reviews_per_second",
  "tokens_per_second",
  "p50_ms",
  "p99_ms",
  "committed_p99_ms"
})
public record BenchRow(
    String name,
    int threads,
    int batch,
    @Nullable Double reviewsPerSecond,
    @Nullable Double tokensPerSecond,
    @Nullable Double p50Ms,
    @Nullable Double p99Ms,
    @Nullable Double committedP99Ms) {

  /** A rate without latencies. */
  static BenchRow ofRate(RowName name, int threads, int batch, Rate rate) {
    return new BenchRow(
        name.code(),
        threads,
        batch,
        rate.reviewsPerSecond(),
        rate.tokensPerSecond(),
        null,
        null,
        null);
  }

  /** The median of each figure over the rounds, of which there is at least one. */
  static BenchRow median(List<BenchRow> rounds) {
    BenchRow any = rounds.get(0);
    return new BenchRow(
        any.name,
        any.threads,
        any.batch,
        median(rounds, BenchRow::reviewsPerSecond),
        median(rounds, BenchRow::tokensPerSecond),
        median(rounds, BenchRow::p50Ms),
        median(rounds, BenchRow::p99Ms),
        median(rounds, BenchRow::committedP99Ms));
  }

  private static @Nullable Double median(
      List<BenchRow> rounds, Function<BenchRow, @Nullable Double> figure) {
    List<Double> figures = rounds.stream().map(figure).filter(Objects::nonNull).toList();
    return figures.isEmpty() ? null : (Double) middle(figures);
  }

  /** The median; of an even number of figures the mean of the two in the middle. */
  static double middle(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
