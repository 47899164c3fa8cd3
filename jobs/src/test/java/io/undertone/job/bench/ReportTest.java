package io.undertone.job.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final BenchRow HALF =
      new BenchRow("pipeline-half", 2, 128, 1234.0, 56789.0, 21.25, 40.5, null);

  @Test
  void namesItsFieldsAsAgreed() {
    Report report = new Report(Map.of("cores", 2), "m@1", List.of(HALF));

    assertThat(report.json().replaceAll("\\s", ""))
        .isEqualTo(
            "{\"machine\":{\"cores\":2},\"model\":\"m@1\",\"rows\":[{\"name\":\"pipeline-half\","
                + "\"threads\":2,\"batch\":128,\"reviews_per_second\":1234.0,"
                + "\"tokens_per_second\":56789.0,\"p50_ms\":21.25,\"p99_ms\":40.5,"
                + "\"committed_p99_ms\":null}]}");
  }

  @Test
  void leavesBlankInTheTableWhatDoesNotApply() {
    assertThat(Report.line(HALF))
        .isEqualTo("pipeline-half          2   128      1,234     56,789     21.3     40.5");
  }

  @Test
  void hasAColumnForEveryField() {
    assertThat(new Report(Map.of(), "m@1", List.of(HALF)).table())
        .containsExactly(
            "row              threads     B  reviews/s   tokens/s   p50 ms   p99 ms committed p99",
            "pipeline-half          2   128      1,234     56,789     21.3     40.5");
  }
}
