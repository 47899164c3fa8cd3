package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import io.undertone.job.local.FlinkUri;
import io.undertone.job.local.TemporaryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders and URIs of checkpoints: Flink takes the second only. */
class CheckpointFolderTest {

  @TempDir Path folder;

  @Test
  void makesAUriOfAFolderHereAndOnACluster() {
    String uri = "file:" + folder;
    String said = folder.toString();

    assertThat(CheckpointFolder.ofRun(said, true)).isEqualTo(uri);
    assertThat(CheckpointFolder.ofRun(said, false)).isEqualTo(uri);
    assertThat(CheckpointFolder.ofDemo(said)).isEqualTo(uri);
  }

  /** Flink takes a URI's text as it stands: of %20 it would make a folder of that name. */
  @Test
  void meansTheFolderThatWasNamedWhateverItsName() throws Exception {
    Path odd = folder.resolve("memories of 100% #1 ?");
    CheckpointFolder.ofRun(odd.toString(), true);

    try (Stream<Path> made = Files.list(folder)) {
      assertThat(made).containsExactly(odd);
    }
    Files.createFile(Files.createDirectories(odd.resolve("lived/chk-7")).resolve("_metadata"));
    assertThat(CheckpointFolder.holdsCheckpoints(odd.toString(), "lived")).isTrue();
    try (TemporaryFolder beside =
        CheckpointFolder.beside(FlinkUri.of(odd.toString()), ".history-")) {
      assertThat(beside.path()).hasParent(odd);
    }
  }

  @Test
  void leavesAUriAsItIs() {
    assertThat(CheckpointFolder.ofRun("s3://bucket/checkpoints", false))
        .isEqualTo("s3://bucket/checkpoints");
    String uri = "file:" + folder.resolve("checkpoints");
    assertThat(CheckpointFolder.ofRun(uri, false)).isEqualTo(uri);
    assertThat(CheckpointFolder.ofRun(uri, true)).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket", "s3://bucket/", "file:///", "/"})
  void refusesARootSinceFlinkDoesSoOnlyOnceTheJobHasBegun(String root) {
    for (boolean local : List.of(true, false)) {
      assertThatThrownBy(() -> CheckpointFolder.ofRun(root, local))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("expected a folder below the root, found the root itself. Name")
          .hasMessageContaining("/checkpoints, by --checkpoint-dir.");
    }
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

  @Test
  void findsTheNewestWholeCheckpointByItsNumber() throws Exception {
    for (String whole : List.of("chk-9", "chk-10", "chk-2", "chk-old")) {
      Files.createFile(Files.createDirectories(folder.resolve("a/" + whole)).resolve("_metadata"));
    }
    Files.createDirectories(folder.resolve("a/chk-11"));

    assertThat(CheckpointFolder.newest(folder.toString(), "a"))
        .hasValue("file:" + folder.resolve("a/chk-10"));
    assertThat(CheckpointFolder.newest(folder.toString(), "b")).isEmpty();
  }
}
