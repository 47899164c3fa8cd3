package io.undertone.job.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

  @TempDir Path folder;

  @Test
  void goesWithAllThatIsInIt() throws IOException {
    Path results = folder.resolve("some/results");
    try (TemporaryFolder work = TemporaryFolder.beside(results, ".replay-", "--out")) {
      Files.createDirectory(work.path().resolve("runs"));
      Files.writeString(work.path().resolve("runs/run-0"), "half done");
    }

    assertThat(folder).as("also the folders that it made").isEmptyDirectory();
  }

  @Test
  void leavesTheResultsAndFoldersThatWereThere() throws IOException {
    Path results = folder.resolve("results");
    TemporaryFolder work = TemporaryFolder.beside(results, ".replay-", "--out");
    Files.writeString(results.resolve("metrics.json"), "{}");
    work.close();
    assertThat(results).isDirectoryContaining("glob:**/metrics.json");

    Path before = Files.createDirectory(folder.resolve("before"));
    TemporaryFolder.beside(before, ".replay-", "--out").close();
    assertThat(before).isEmptyDirectory();
  }

  @Test
  void saysThatTheResultsCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> TemporaryFolder.beside(file, ".replay-", "--out"))
        .hasMessageStartingWith(
            "Preparing the folder of results "
                + file
                + ": expected a folder that can be written, found a file.");
  }
}
