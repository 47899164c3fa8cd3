package io.undertone.job.local;

import static org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME;

import io.undertone.job.JobException;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.jspecify.annotations.Nullable;

/** The files of a savepoint, by its metadata. Knows which steps have state, not what is in it. */
public final class SavepointFiles {

  private SavepointFiles() {}

  /**
   * Reads the metadata of a savepoint or a retained checkpoint.
   *
   * @throws JobException if there is none that can be read
   */
  public static CheckpointMetadata load(String uri) {
    try (DataInputStream metadata =
        new DataInputStream(
            AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(uri)
                .getMetadataHandle()
                .openInputStream())) {
      ClassLoader classes = SavepointFiles.class.getClassLoader();
      return Checkpoints.loadCheckpointMetadata(metadata, classes, uri);
    } catch (IOException | RuntimeException unreadable) {
      throw new JobException(
          "Reading the savepoint " + uri,
          "the folder of a savepoint or a retained checkpoint, with a file _metadata",
          unreadable instanceof EOFException
              ? "one that ends in the midst of it: it was cut"
              : JobException.found(JobException.root(unreadable)),
          "Name the folder that holds the file: of a job's own, one that begins with savepoint- or chk-.",
          unreadable);
    }
  }

  /**
   * Proves that all files are there, as long as they were written: Flink would restore half of what
   * a cut one says, fail, and begin again.
   *
   * @throws JobException if one is not
   */
  public static void requireWhole(String uri, CheckpointMetadata savepoint) {
    for (OperatorState step : savepoint.getOperatorStates()) {
      for (OperatorSubtaskState subtask : step.getStates()) {
        for (StateObject state : subtask.getDiscardables()) {
          for (StreamStateHandle bytes : allBytes(state)) {
            if (bytes instanceof FileStateHandle file) {
              requireWhole(uri, file);
            }
          }
        }
      }
    }
  }

  private static void requireWhole(String uri, FileStateHandle file) {
    String found;
    try {
      long bytes = file.getFilePath().getFileSystem().getFileStatus(file.getFilePath()).getLen();
      if (bytes == file.getStateSize()) {
        return;
      }
      found = bytes + " in " + file.getFilePath();
    } catch (IOException missing) {
      found = JobException.found(missing);
    }
    throw new JobException(
        "Reading the savepoint " + uri,
        "all of its files, one of them of %d bytes".formatted(file.getStateSize()),
        found,
        "Give a whole copy; of a checkpoint with files elsewhere take a savepoint instead.");
  }

  private static List<StreamStateHandle> allBytes(StateObject state) {
    if (state instanceof IncrementalRemoteKeyedStateHandle files) {
      return Stream.concat(
              Stream.of(files.getMetaDataStateHandle()),
              Stream.of(files.getPrivateState(), files.getSharedState())
                  .flatMap(List::stream)
                  .map(HandleAndLocalPath::getHandle))
          .toList();
    }
    return Stream.ofNullable(bytes(state)).toList();
  }

  /** Whether a savepoint has state of a step; a source's says where it goes on. */
  public static boolean holdsState(String uri, String uid) {
    return load(uri).getOperatorStates().stream()
        .filter(step -> step.getOperatorUid().filter(uid::equals).isPresent())
        .anyMatch(SavepointFiles::hasState);
  }

  /**
   * Removes everything from a savepoint but the state of some steps, files too: where one job read
   * and wrote means nothing to another.
   *
   * @param folder of the savepoint
   */
  public static void keepSteps(Path folder, Set<String> uids) throws IOException {
    CheckpointMetadata written = load(FlinkUri.of(folder));
    List<OperatorState> kept =
        written.getOperatorStates().stream()
            .filter(step -> step.getOperatorUid().filter(uids::contains).isPresent())
            .toList();
    CheckpointMetadata steps =
        new CheckpointMetadata(
            written.getCheckpointId(), kept, List.of(), written.getCheckpointProperties());
    writeMetadata(folder, steps);
    deleteAllBut(files(kept), folder);
  }

  /** The files that hold the state of steps. */
  private static Set<String> files(List<OperatorState> steps) throws IOException {
    Set<String> files = new HashSet<>(Set.of(METADATA_FILE_NAME));
    for (OperatorState step : steps) {
      for (OperatorSubtaskState subtask : step.getStates()) {
        for (StateObject state : subtask.getDiscardables()) {
          if (bytes(state) instanceof RelativeFileStateHandle file) {
            files.add(file.getRelativePath());
          } else if (!(bytes(state) instanceof ByteStreamStateHandle)) {
            throw new IOException("state of the kind " + state.getClass().getSimpleName());
          }
        }
      }
    }
    return files;
  }

  private static void deleteAllBut(Set<String> kept, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!kept.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    }
  }

  /** The handle of a state's bytes; null if it has not exactly one. */
  public static @Nullable StreamStateHandle bytes(StateObject state) {
    if (state instanceof OperatorStateHandle of) {
      return of.getDelegateStateHandle();
    }
    return state instanceof KeyGroupsStateHandle of ? of.getDelegateStateHandle() : null;
  }

  /** Writes the metadata of a savepoint into its folder. */
  public static void writeMetadata(Path folder, CheckpointMetadata metadata) throws IOException {
    try (OutputStream file =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(METADATA_FILE_NAME)))) {
      Checkpoints.storeCheckpointMetadata(metadata, file);
    }
  }

  private static boolean hasState(OperatorState step) {
    return step.getStates().stream().anyMatch(OperatorSubtaskState::hasState);
  }
}
