package io.undertone.job.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportTest {

  @Test
  void namesItsFieldsAsAgreed() {
    BenchRow row = new BenchRow("pipeline-half", 2, 128, 10.0, 500.0, 21.5, 40.25, null);
    BenchReport report = new BenchReport(Map.of("cores", 2), "m@1", List.of(row));

    assertThat(report.json().replaceAll("\\s", ""))
        .isEqualTo(
            "{\"machine\":{\"cores\":2},\"model\":\"m@1\",\"rows\":[{\"name\":\"pipeline-half\","
                + "\"threads\":2,\"batch\":128,\"reviews_per_second\":10.0,"
                + "\"tokens_per_second\":500.0,\"p50_ms\":21.5,\"p99_ms\":40.25,"
                + "\"committed_p99_ms\":null}]}");
  }

  @Test
  void takesTheMedianOfTheRounds() {
    BenchRow median = BenchRow.median(List.of(rate(3), rate(1), rate(2), rate(100), rate(0)));

    assertThat(median.reviewsPerSecond()).isEqualTo(2);
    assertThat(median.p99Ms()).isNull();
  }

  @Test
  void findsPercentiles() {
    Latencies latencies = new Latencies(4);
    for (int review = 0; review < 4; review++) {
      latencies.sent(review);
    }
    assertThat(latencies.percentile(0.5)).isNull();
    for (int review = 0; review < 4; review++) {
      latencies.seen(review, System.nanoTime());
    }

    assertThat(latencies.complete()).isTrue();
    assertThat(latencies.percentile(0.99)).isGreaterThanOrEqualTo(latencies.percentile(0.5));
  }

  private static BenchRow rate(double reviews) {
    return BenchRow.ofRate("engine-cell", 1, 64, new Rate(reviews, 10 * reviews));
  }
}
