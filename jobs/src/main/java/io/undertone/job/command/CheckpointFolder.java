package io.undertone.job.command;

import io.undertone.job.JobException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.jspecify.annotations.Nullable;

/** Where checkpoints go, proven writable before a job depends on it. */
final class CheckpointFolder {

  /**
   * Of a local job that was not told: in Flink's own default, the heap, much state does not fit.
   */
  private static final Path LOCAL_DEFAULT =
      Path.of(System.getProperty("java.io.tmpdir"), "undertone-checkpoints");

  private CheckpointFolder() {}

  /**
   * The folder's URI; null leaves it to the cluster.
   *
   * @throws JobException if a local job cannot write there
   */
  static @Nullable String choose(@Nullable String said, boolean local) {
    if (!local) {
      return said;
    }
    String uri = uri(said == null ? LOCAL_DEFAULT.toString() : said);
    prove(uri);
    return uri;
  }

  private static String uri(String said) {
    return said.contains("://")
        ? said
        : Path.of(said).toAbsolutePath().normalize().toUri().toString();
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
          "this: " + failure.getMessage(),
          "Give another --checkpoint-dir, or change who may write there.",
          failure);
    }
  }
}
