package io.undertone.job.local;

import io.undertone.job.JobException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The folder of a savepoint on this machine, in which it appears whole or not at all. Until then it
 * is beside it, in a temporary folder that is deleted on close and on Ctrl-C.
 */
public final class SavepointFolder implements AutoCloseable {

  private final Path target;
  private final String option;
  private final TemporaryFolder half;

  private SavepointFolder(Path target, String option, TemporaryFolder half) {
    this.target = target;
    this.option = option;
    this.half = half;
  }

  /**
   * A folder that is not there yet, or is empty.
   *
   * @param option that names it, for messages
   * @throws JobException if there is something, or nothing can be written beside it
   */
  public static SavepointFolder at(Path target, String option) {
    requireFree(target, option);
    Path beside = target.toAbsolutePath().resolveSibling("");
    return new SavepointFolder(
        target, option, TemporaryFolder.beside(beside, ".savepoint-", option));
  }

  /** The temporary folder that the savepoint is written to. */
  public Path half() {
    return half.path();
  }

  /** Where it will be in the end. */
  public Path target() {
    return target;
  }

  /**
   * Moves a whole savepoint to its place.
   *
   * @throws JobException if something has come there meanwhile
   */
  public void publish(Path savepoint) throws IOException {
    requireFree(target, option);
    Files.move(savepoint, target, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    half.close();
  }

  private static void requireFree(Path target, String option) {
    String found = null;
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        found = files.findAny().isEmpty() ? null : "one with something in it";
      } catch (IOException unreadable) {
        found = "one that cannot be read";
      }
    } else if (Files.exists(target)) {
      found = "a file";
    }
    if (found != null) {
      throw new JobException(
          "Writing a savepoint to " + target,
          "a folder that is not there yet",
          found,
          "Give another " + option + ".");
    }
  }
}
