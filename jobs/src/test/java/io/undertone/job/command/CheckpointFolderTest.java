package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders and URIs of checkpoints: Flink takes the second only. */
class CheckpointFolderTest {

  @TempDir Path folder;

  @Test
  void makesAUriOfAFolderHereAndOnACluster() {
    String uri = folder.toUri().toString();
    String said = folder.toString();

    assertThat(CheckpointFolder.ofRun(said, true)).isEqualTo(uri);
    assertThat(CheckpointFolder.ofRun(said, false)).isEqualTo(uri);
    assertThat(CheckpointFolder.ofDemo(said)).isEqualTo(uri);
  }

  @Test
  void leavesAUriAsItIs() {
    assertThat(CheckpointFolder.ofRun("s3://bucket/checkpoints", false))
        .isEqualTo("s3://bucket/checkpoints");
    String uri = "file:" + folder.resolve("checkpoints");
    assertThat(CheckpointFolder.ofRun(uri, false)).isEqualTo(uri);
    assertThat(CheckpointFolder.ofRun(uri, true)).isEqualTo(uri);
  }

  @Test
  void leavesWhatNobodySaidToTheClusterAndToTheHeap() {
    assertThat(CheckpointFolder.ofRun(null, false)).isNull();
    assertThat(CheckpointFolder.ofDemo(null)).isNull();
  }

  @Test
  void knowsAJobThatHasLeftCheckpoints() throws Exception {
    Files.createDirectories(folder.resolve("lived/chk-6"));
    Files.createFile(Files.createDirectories(folder.resolve("lived/chk-7")).resolve("_metadata"));
    Files.createDirectories(folder.resolve("began/chk-1"));
    Files.createDirectories(folder.resolve("stopped/shared"));

    assertThat(CheckpointFolder.holdsCheckpoints(folder.toString(), "lived")).isTrue();
    assertThat(CheckpointFolder.holdsCheckpoints(folder.toString(), "began")).isFalse();
    assertThat(CheckpointFolder.holdsCheckpoints(folder.toString(), "stopped")).isFalse();
    assertThat(CheckpointFolder.holdsCheckpoints(folder.toUri().toString(), "new")).isFalse();
  }
}
