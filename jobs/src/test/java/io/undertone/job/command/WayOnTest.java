package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a job may go on that has ended before its end. */
class WayOnTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream stderr = System.err;

  @BeforeEach
  void captureStderr() throws IOException {
    Files.createFile(Files.createDirectories(folder.resolve("job/chk-7")).resolve("_metadata"));
    System.setErr(new PrintStream(said, true, UTF_8));
  }

  @AfterEach
  void giveStderrBack() {
    System.setErr(stderr);
  }

  @Test
  void namesTheNewestCheckpointOnce() {
    WayOn wayOn = new WayOn(folder.toString());
    wayOn.of("job");
    wayOn.close();
    wayOn.close();

    assertThat(said.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "Go on from the newest checkpoint: --restore-from file:%s/job/chk-7".formatted(folder));
  }

  @Test
  void namesNoneOfAJobThatIsDoneOrHasNoneOrNeverBegan() {
    try (WayOn done = new WayOn(folder.toString());
        WayOn without = new WayOn(folder.toString());
        WayOn begun = new WayOn(folder.toString());
        WayOn nowhere = new WayOn(null)) {
      done.of("job");
      done.arrived();
      without.of("other");
      nowhere.of("job");
      assertThat(begun).isNotNull();
    }

    assertThat(said.toString(UTF_8)).isEmpty();
  }
}
