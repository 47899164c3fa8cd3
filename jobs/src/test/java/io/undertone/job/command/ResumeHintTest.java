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
class ResumeHintTest {

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
    ResumeHint hint = new ResumeHint(folder.toString());
    hint.started("job");
    hint.close();
    hint.close();

    assertThat(said.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "Go on from the newest checkpoint: --restore-from file:%s/job/chk-7".formatted(folder));
  }

  @Test
  void namesNoneOfAJobThatIsDoneOrHasNoneOrNeverBegan() {
    try (ResumeHint done = new ResumeHint(folder.toString());
        ResumeHint without = new ResumeHint(folder.toString());
        ResumeHint begun = new ResumeHint(folder.toString());
        ResumeHint nowhere = new ResumeHint(null)) {
      done.started("job");
      done.finished();
      without.started("other");
      nowhere.started("job");
      assertThat(begun).isNotNull();
    }

    assertThat(said.toString(UTF_8)).isEmpty();
  }
}
