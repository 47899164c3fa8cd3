package io.undertone.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
}
