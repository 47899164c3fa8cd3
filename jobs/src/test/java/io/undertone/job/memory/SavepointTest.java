package io.undertone.job.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import io.undertone.operator.score.ScoreReviews;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that hold no memories, and what is said of them. */
class SavepointTest {

  @TempDir Path folder;

  @Test
  void aFolderWithoutASavepointIsRefused() {
    assertThatThrownBy(() -> Savepoint.at(folder.toUri().toString()))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith(
            "Reading the savepoint "
                + folder.toUri()
                + ": expected the folder of a savepoint or a retained checkpoint, with a file _metadata, found this: ")
        .hasMessageEndingWith(" one that begins with savepoint- or chk-.");
  }

  @Test
  void aFileOfSomethingElseIsRefused() throws Exception {
    Files.writeString(folder.resolve("_metadata"), "this is not what Flink wrote");

    assertThatThrownBy(() -> Savepoint.at(folder.toUri().toString()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("found this: Unexpected magic number");
    Files.write(folder.resolve("_metadata"), new byte[0]);
    assertThatThrownBy(() -> Savepoint.at(folder.toUri().toString()))
        .hasMessageContaining(
            "found one that ends in the midst of it: it was cut. Name the folder");
    assertThatThrownBy(() -> Savepoint.at(folder.resolve("none").toUri().toString()))
        .hasMessageContaining("on file system 'file'. Name the folder");
  }

  @Test
  void aSavepointOfAnotherJobIsRefused() throws Exception {
    write("count-words");

    assertThatThrownBy(() -> Savepoint.at(folder.toUri().toString()))
        .isInstanceOf(JobException.class)
        .hasMessage(
            "Reading "
                + folder.toUri()
                + ": expected a savepoint of Undertone, with the step score-reviews, found one of another job, with the steps [count-words]. Give --from a savepoint that Undertone's job wrote.");
  }

  @Test
  void aSavepointOfAJobThatRemembersNobodyHasNoMemoriesAndNobodyToForget() throws Exception {
    write(ScoreReviews.STEP);
    Savepoint savepoint = Savepoint.at(folder.toUri().toString());
    Path out = folder.resolve("out");

    savepoint.eachMemory(memory -> assertThat(memory).isNull());

    assertThat(new UserRemoval(savepoint, Set.of("ann")).write(out)).isEmpty();
    assertThat(out).doesNotExist();
  }

  @Test
  void nothingIsWrittenOverWhatIsThere() throws Exception {
    write(ScoreReviews.STEP);
    Savepoint savepoint = Savepoint.at(folder.toUri().toString());

    assertThatThrownBy(() -> new UserRemoval(savepoint, Set.of("ann")).write(folder))
        .isInstanceOf(JobException.class)
        .hasMessage(
            "Writing a savepoint to "
                + folder
                + ": expected a folder that is not there yet, found one with something in it. Give another --out.");
  }

  @Test
  void aFileThatWasCutOrIsGoneIsRefusedBeforeFlinkRestoresHalfOfIt() throws Exception {
    OperatorState step = step(ScoreReviews.STEP);
    var file =
        new RelativeFileStateHandle(
            new org.apache.flink.core.fs.Path(folder.toUri() + "state"), "state", 5);
    var groups = new KeyGroupsStateHandle(new KeyGroupRangeOffsets(0, 719), file);
    step.putState(0, OperatorSubtaskState.builder().setManagedKeyedState(groups).build());
    write(step);
    String refusal =
        "Reading the savepoint %s: expected all of its files, one of them of 5 bytes, found "
            .formatted(folder.toUri());
    String remedy =
        ". Give a whole copy; of a checkpoint with files elsewhere take a savepoint instead.";

    Files.writeString(folder.resolve("state"), "half");
    assertThatThrownBy(() -> Savepoint.at(folder.toUri().toString()))
        .isInstanceOf(JobException.class)
        .hasMessage(refusal + "4 in " + file.getFilePath() + remedy);
    assertThatThrownBy(() -> Savepoint.requireThere(folder.toUri().toString()))
        .hasMessageStartingWith(refusal);
    Files.delete(folder.resolve("state"));
    assertThatThrownBy(() -> Savepoint.at(folder.toUri().toString()))
        .hasMessageStartingWith(refusal + "this: ")
        .hasMessageEndingWith(remedy);
    Files.writeString(folder.resolve("state"), "whole");
    assertThat(Savepoint.at(folder.toUri().toString())).isNotNull();
  }

  private void write(String uid) throws IOException {
    write(step(uid));
  }

  private static OperatorState step(String uid) {
    return new OperatorState(uid, uid, new OperatorID(1, 2), 1, 720);
  }

  private void write(OperatorState step) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("_metadata"))) {
      Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(7, List.of(step), List.of()), out);
    }
  }
}
