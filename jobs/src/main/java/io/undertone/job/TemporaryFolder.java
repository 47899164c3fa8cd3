package io.undertone.job.replay;

import io.undertone.job.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder beside the results for what is half done, on the same disk so that a finished file gets
 * its name in one step. It goes when it is closed, and on Ctrl-C.
 */
final class WorkFolder implements AutoCloseable {

  private final Path path;
  private final Thread onExit;

  private WorkFolder(Path path) {
    this.path = path;
    this.onExit = new Thread(this::delete, "delete the work folder");
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /** Makes the folder of the results too, where there is none. */
  static WorkFolder in(Path results) {
    try {
      Files.createDirectories(results);
      return new WorkFolder(Files.createTempDirectory(results, ".replay-"));
    } catch (IOException failure) {
      throw new JobException(
          "Preparing the folder of results " + results,
          "a folder that can be written",
          "this: " + failure.getClass().getSimpleName(),
          "Give another --out, or change who may write there.",
          failure);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException exiting) {
      // the hook runs already, and does the same
    }
  }

  private void delete() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException gone) {
      // somebody else has deleted it
    } catch (IOException | UncheckedIOException failure) {
      System.err.println("What is left in " + path + " can be deleted: " + failure.getMessage());
    }
  }
}
