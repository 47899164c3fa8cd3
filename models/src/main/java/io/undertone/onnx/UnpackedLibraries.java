package io.undertone.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder into which ONNX Runtime unpacks its native libraries, 32 MB at each start. It takes
 * the files away when the process ends, but before them the folder, which therefore stays; of a
 * process that is killed all of it stays (measured). Linux lets go of a file's name while the
 * library is in use, so on a CPU the folder goes as soon as it is loaded. Where a GPU may be tried
 * it is left: the provider is unpacked there, and found there, later.
 */
final class UnpackedLibraries {

  private static final Logger LOG = LoggerFactory.getLogger(UnpackedLibraries.class);

  /** A file in a folder of this kind: nobody but ONNX Runtime makes such names there. */
  private static final Pattern UNPACKED =
      Pattern.compile(
          Pattern.quote(System.getProperty("java.io.tmpdir")) + "/+onnxruntime-java\\d+/[^/]+$");

  /** What the process has loaded; there on Linux alone. */
  private static final Path LOADED = Path.of("/proc/self/maps");

  private UnpackedLibraries() {}

  /** Deletes the folder, where nothing will be looked for in it any more. */
  static void delete() {
    if (CudaProbe.obstacle() == null || !Files.exists(LOADED)) {
      return;
    }
    try {
      Optional<Path> folder = folder();
      if (folder.isPresent()) {
        delete(folder.get());
      }
    } catch (IOException | RuntimeException left) {
      LOG.debug("ONNX Runtime's libraries stay unpacked", left);
    }
  }

  /** None where the libraries were unpacked by others, as {@code onnxruntime.native.path} says. */
  private static Optional<Path> folder() throws IOException {
    try (Stream<String> lines = Files.lines(LOADED)) {
      return lines
          .map(UNPACKED::matcher)
          .filter(Matcher::find)
          .map(found -> Path.of(found.group()).resolveSibling(""))
          .findFirst();
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> libraries;
    try (Stream<Path> files = Files.list(folder)) {
      libraries = files.toList();
    }
    for (Path library : libraries) {
      Files.delete(library);
    }
    Files.delete(folder);
  }

  /**
   * What goes wrong where ONNX Runtime unpacks and loads its libraries. It tells the log why they
   * were not unpacked, with a stack trace, and then fails for another reason: that they are not
   * there.
   */
  static final class Faults {

    /** Held here, since Java may forget a logger that nobody holds, with its filter. */
    private final java.util.logging.Logger log =
        java.util.logging.Logger.getLogger("ai.onnxruntime.OnnxRuntime");

    private volatile @Nullable Throwable first;

    /** Makes what needs the libraries; keeps what it fails for. */
    void watch(Runnable maker) {
      log.setFilter(this::isOther);
      try {
        maker.run();
        first = null; // they were found elsewhere
      } catch (LinkageError failed) {
        first = first == null ? failed : first;
      } finally {
        log.setFilter(null);
      }
    }

    private boolean isOther(LogRecord said) {
      if (said.getLevel().intValue() < Level.WARNING.intValue() || said.getThrown() == null) {
        return true;
      }
      first = said.getThrown();
      return false;
    }

    /** The failure for users; null if there was none. */
    @Nullable DeviceException failure() {
      Throwable root = first;
      while (root != null && root.getCause() != null) {
        root = root.getCause();
      }
      return root == null
          ? null
          : new DeviceException(
              "Loading ONNX Runtime",
              "its native libraries, 32 MB, to be unpacked into %s and loaded from there"
                  .formatted(System.getProperty("java.io.tmpdir")),
              root.getClass().getSimpleName() + ": " + root.getMessage(),
              "Make room there, or give Java a folder where programs may be run, such as by"
                  + " UNDERTONE_JAVA_OPTS=-Djava.io.tmpdir=DIR.",
              first);
    }
  }
}
