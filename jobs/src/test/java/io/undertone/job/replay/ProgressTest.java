package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private long nanos;
  private final Progress progress =
      new Progress(new PrintStream(shown, true, UTF_8), false, () -> nanos);

  /** A minute in which the model is loaded is no pace: nothing is foretold from one result. */
  @Test
  void foretellsByThePaceSinceTheFirstResult() {
    progress.begin(1_000);
    pass(Duration.ofSeconds(60));
    progress.scored(1);
    pass(Duration.ofSeconds(10));
    progress.scored(501);

    assertThat(shown.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            """
            Read and sorted 1,000 rows.
            Scored 1 of 1,000 (0 %)
            Scored 501 of 1,000 (50 %), 50 reviews/s, about 10 s to go
            """);
  }

  @Test
  void countsOneRow() {
    progress.begin(1);

    assertThat(shown.toString(UTF_8)).isEqualToNormalizingNewlines("Read and sorted 1 row.\n");
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
