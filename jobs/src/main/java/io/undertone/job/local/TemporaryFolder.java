package io.undertone.job.local;

import io.undertone.job.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for unfinished files. It is deleted, with all that is in it, on close and on Ctrl-C. */
public final class TemporaryFolder implements AutoCloseable {

  private final Path path;
  private final List<Path> made;
  private final AtExit atExit;

  /**
   * @param made folders around it, the deepest first, that go with it where they are empty
   */
  private TemporaryFolder(Path path, List<Path> made) {
    this.path = path;
    this.made = made;
    this.atExit = AtExit.run(this::delete);
  }

  /**
   * Makes one beside the results, on the same disk so that a finished file gets its name in one
   * step; makes the folder of the results too, where there is none. If nothing gets into that
   * folder, it is deleted again.
   *
   * @param option that names that folder, for messages
   * @throws JobException if it cannot be written
   */
  public static TemporaryFolder beside(Path results, String prefix, String option) {
    try {
      List<Path> made = missing(results);
      Files.createDirectories(results);
      return new TemporaryFolder(Files.createTempDirectory(results, prefix), made);
    } catch (IOException failure) {
      throw new JobException(
          "Preparing the folder of results " + results,
          "a folder that can be written",
          failure instanceof FileAlreadyExistsException ? "a file" : JobException.found(failure),
          "Give another " + option + ", or change who may write there.",
          failure);
    }
  }

  /** Makes one where the system keeps temporary files. */
  public static TemporaryFolder anywhere(String prefix) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(prefix), List.of());
  }

  /** This folder and those around it, as far as they are not there yet, the deepest first. */
  private static List<Path> missing(Path folder) {
    List<Path> missing = new ArrayList<>();
    Path each = folder.toAbsolutePath();
    while (each != null && Files.notExists(each)) {
      missing.add(each);
      each = each.getParent();
    }
    return missing;
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete();
    atExit.close();
  }

  /** Ctrl-C may come while it is being closed. */
  private synchronized void delete() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
      deleteMade();
    } catch (NoSuchFileException gone) {
      // somebody else has deleted it
    } catch (IOException | UncheckedIOException failure) {
      System.err.println("What is left in " + path + " can be deleted: " + failure.getMessage());
    }
  }

  private void deleteMade() throws IOException {
    try {
      for (Path each : made) {
        Files.deleteIfExists(each);
      }
    } catch (DirectoryNotEmptyException results) {
      // they stay
    }
  }
}
