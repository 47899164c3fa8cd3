package io.undertone.job.local;

import java.nio.file.Path;

/**
 * Folders of this machine as Flink is told of them and tells of them. Flink takes the text of a URI
 * as it stands: of what Java would write for {@code my folder} it would make {@code my%20folder}.
 */
public final class FlinkUri {

  private FlinkUri() {}

  /** A folder's name for Flink. */
  public static String of(Path folder) {
    String path = folder.toAbsolutePath().toString();
    return new org.apache.flink.core.fs.Path("file", null, path).toString();
  }

  /** The folder that Flink has named so, which is one of this machine. */
  public static Path folder(String uri) {
    return Path.of(new org.apache.flink.core.fs.Path(uri).getPath());
  }
}
