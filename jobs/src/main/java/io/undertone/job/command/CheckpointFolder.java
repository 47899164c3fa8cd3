package io.undertone.job.command;

import static org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess.CHECKPOINT_DIR_PREFIX;
import static org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME;

import io.undertone.job.JobException;
import io.undertone.job.local.FlinkUri;
import io.undertone.job.local.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.jspecify.annotations.Nullable;

/** The folder of checkpoints; checked for writing before the job starts. */
final class CheckpointFolder {

  /**
   * For a local job without the option: much state would not fit into the heap, Flink's default.
   */
  private static final Path LOCAL_DEFAULT =
      Path.of(System.getProperty("java.io.tmpdir"), "undertone-checkpoints");

  private CheckpointFolder() {}

  /**
   * The folder's URI for a job that runs until it is stopped; null leaves it to the cluster.
   *
   * @throws JobException if it is no folder below a root, or a local job cannot write there
   */
  static @Nullable String ofRun(@Nullable String given, boolean local) {
    if (local) {
      return proven(given == null ? LOCAL_DEFAULT.toString() : given);
    }
    return given == null ? null : belowRoot(FlinkUri.of(given));
  }

  /**
   * The folder's URI for a job whose state is not needed afterwards; null for the heap.
   *
   * @throws JobException if it cannot be written
   */
  static @Nullable String ofDemo(@Nullable String given) {
    return given == null ? null : proven(given);
  }

  /**
   * Whether a job has complete checkpoints in a folder. Such a job must not go back to an earlier
   * restore point: it would write checkpoints with the same numbers, and Flink deletes both.
   *
   * @throws JobException if the folder cannot be read
   */
  static boolean holdsCheckpoints(String folder, String jobId) {
    return newest(folder, jobId).isPresent();
  }

  /**
   * The newest complete checkpoint of a job in a folder, as {@code --restore-from} takes it.
   *
   * @throws JobException if the folder cannot be read
   */
  static Optional<String> newest(String folder, String jobId) {
    var own = new org.apache.flink.core.fs.Path(FlinkUri.of(folder), jobId);
    try {
      FileSystem files = own.getFileSystem();
      FileStatus[] found = files.exists(own) ? files.listStatus(own) : null;
      org.apache.flink.core.fs.Path newest = null;
      for (FileStatus each : found == null ? new FileStatus[0] : found) {
        var path = each.getPath();
        if (isWhole(files, path) && (newest == null || number(path) > number(newest))) {
          newest = path;
        }
      }
      return Optional.ofNullable(newest).map(org.apache.flink.core.fs.Path::toString);
    } catch (IOException failure) {
      throw new JobException(
          "Looking for checkpoints of job " + jobId + " in " + folder,
          "a folder that can be read",
          JobException.found(failure),
          "Check --checkpoint-dir.",
          failure);
    }
  }

  private static long number(org.apache.flink.core.fs.Path checkpoint) {
    return Long.parseLong(checkpoint.getName().substring(CHECKPOINT_DIR_PREFIX.length()));
  }

  /** Flink writes the metadata last: without it a checkpoint is incomplete. */
  private static boolean isWhole(FileSystem files, org.apache.flink.core.fs.Path checkpoint)
      throws IOException {
    return checkpoint.getName().matches(CHECKPOINT_DIR_PREFIX + "[0-9]{1,18}")
        && files.exists(new org.apache.flink.core.fs.Path(checkpoint, METADATA_FILE_NAME));
  }

  /** A folder for unfinished files; beside the checkpoints if they are on this machine. */
  static TemporaryFolder beside(@Nullable String checkpoints, String prefix) throws IOException {
    return checkpoints != null && checkpoints.startsWith("file:")
        ? TemporaryFolder.beside(FlinkUri.folder(checkpoints), prefix, "--checkpoint-dir")
        : TemporaryFolder.anywhere(prefix);
  }

  private static String proven(String given) {
    String uri = belowRoot(FlinkUri.of(given));
    prove(uri);
    return uri;
  }

  /** Flink refuses a root only once the job has begun, which with high availability ends its id. */
  private static String belowRoot(String uri) {
    String path = new org.apache.flink.core.fs.Path(uri).toUri().getPath();
    if (path.isEmpty() || path.equals("/")) {
      throw new JobException(
          "Preparing the folder of checkpoints " + uri,
          "a folder below the root",
          "the root itself",
          "Name a folder in it, such as "
              + (uri.endsWith("/") ? uri : uri + "/")
              + "checkpoints, by --checkpoint-dir.");
    }
    return uri;
  }

  private static void prove(String uri) {
    try {
      var folder = new org.apache.flink.core.fs.Path(uri);
      var probe = new org.apache.flink.core.fs.Path(folder, "probe-" + UUID.randomUUID());
      FileSystem files = folder.getFileSystem();
      files.mkdirs(folder);
      files.create(probe, WriteMode.NO_OVERWRITE).close();
      files.delete(probe, false);
    } catch (IOException | RuntimeException failure) {
      throw new JobException(
          "Preparing the folder of checkpoints " + uri,
          "a folder that can be written",
          JobException.found(failure),
          "Give another --checkpoint-dir, or change who may write there.",
          failure);
    }
  }
}
