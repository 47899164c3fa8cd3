package io.undertone.job.local;

import io.undertone.job.JobException;
import io.undertone.operator.model.ModelSource;
import java.nio.file.Path;

/**
 * Converts folders of this machine to Flink's URIs and back. Flink does not decode a URI: what Java
 * writes for {@code my folder} would become a folder {@code my%20folder}.
 */
public final class FlinkUri {

  private FlinkUri() {}

  /** The URI of a folder. */
  public static String of(Path folder) {
    String path = folder.toAbsolutePath().toString();
    return new org.apache.flink.core.fs.Path("file", null, path).toString();
  }

  /** The URI of what a user named: a folder of this machine, or a URI, which stays as it is. */
  public static String of(String folderOrUri) {
    if (isOfHome(folderOrUri)) {
      throw new JobException(
          "Looking for " + folderOrUri,
          "a whole path",
          "one that begins with ~, which a shell replaces only where a word begins",
          "Write a blank before it, not =, or the whole path.");
    }
    return ModelSource.isUri(folderOrUri)
        ? folderOrUri
        : of(Path.of(folderOrUri).toAbsolutePath().normalize());
  }

  /** Whether a path begins with the sign of the home folder, which no shell has replaced. */
  public static boolean isOfHome(String path) {
    return path.equals("~") || path.startsWith("~/");
  }

  /** The folder of a URI that Flink wrote for this machine. */
  public static Path folder(String uri) {
    return Path.of(new org.apache.flink.core.fs.Path(uri).getPath());
  }
}
