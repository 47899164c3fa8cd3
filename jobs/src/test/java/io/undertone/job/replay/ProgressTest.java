package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.dataset.DatasetFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void writesOverItsLineFiveTimesASecondWhereAPersonWatches() {
    Progress watched = new Progress(new PrintStream(shown, true, UTF_8), true, () -> nanos);
    watched.read(1);
    pass(Duration.ofMillis(200));
    watched.read(4_096);
    pass(Duration.ofMillis(199));
    watched.read(8_192);
    watched.begin(9_000);
    pass(Duration.ofMillis(200));
    watched.scored(90);

    assertThat(shown.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            "\r\u001b[KReading: 4,096 rows\r\u001b[KRead and sorted 9,000 rows.\n"
                + "\r\u001b[KScored 90 of 9,000 (1 %)");
  }

  @Test
  void namesTheFirstFiveRejectsAndCountsTheOthers(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("set"), "{}\n".repeat(7));
    Dataset dataset = Dataset.of(List.of(DatasetFile.of(file, UTF_8)));
    try (Rejects rejects = new Rejects(folder)) {
      for (int line = 1; line <= 7; line++) {
        rejects.add(0, line, "not_json", "near byte 0");
      }
      rejects.write(folder.resolve("evidence"), dataset);
      progress.end(rejects);
    }

    assertThat(shown.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            """
            Rejected set:1: not_json, near byte 0
            Rejected set:2: not_json, near byte 0
            Rejected set:3: not_json, near byte 0
            Rejected set:4: not_json, near byte 0
            Rejected set:5: not_json, near byte 0
            … and 2 more.
            """);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
