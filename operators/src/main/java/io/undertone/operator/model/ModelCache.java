package io.undertone.operator.model;

import io.undertone.model.Bundle;
import io.undertone.model.BundleException;
import io.undertone.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.util.FileUtils;

/**
 * A cache of remote bundles, each in a folder that is named after the hash of its manifest: the
 * manifest has the hash of every other file, so one name never means two bundles. A bundle is
 * fetched into a temporary folder, verified, and moved to its place. One that has lost files since,
 * as when /tmp is cleaned, is fetched again. Thread-safe, and safe among processes.
 *
 * <p>Bundles, of at most {@link #BYTES_MAX} bytes each, stay until the machine cleans its folder
 * for temporary files. What a killed process left half fetched is deleted by a later fetch.
 */
final class ModelCache {

  /** No bundle has more files, or more bytes. */
  static final int FILES_MAX = 64;

  static final long BYTES_MAX = 1L << 30;

  /** No fetch takes longer; an older temporary folder was left behind. */
  static final Duration PART_AGE_MAX = Duration.ofDays(1);

  private static final String PART = "part-";

  private final Path cache;

  ModelCache(Path cache) {
    this.cache = cache;
  }

  /** The cache of the current user, in the folder for temporary files. */
  static ModelCache shared() {
    String user = System.getProperty("user.name", "anybody");
    return new ModelCache(
        Path.of(System.getProperty("java.io.tmpdir"), "undertone-models-" + user));
  }

  /**
   * The folder of the bundle under this URI, fetched if it is not there yet.
   *
   * @throws BundleException if it cannot be read
   */
  Path fetch(URI uri) {
    return fetch(uri, false);
  }

  /**
   * The folder of the bundle whose manifest has this hash, fetched if it is not there yet.
   *
   * @throws BundleException if it cannot be read, or has another manifest
   */
  Path fetch(URI uri, String sha256) {
    Path known = cache.resolve(sha256);
    return isWhole(known) ? known : requireSame(uri, sha256, fetch(uri));
  }

  /**
   * The folder of the bundle under this URI, which is read in any case.
   *
   * @throws BundleException if it cannot be read, or is damaged
   */
  Path fetchAnew(URI uri) {
    return fetch(uri, true);
  }

  private Path fetch(URI uri, boolean anew) {
    try {
      FileSystem from = FileSystem.get(uri);
      var root = new org.apache.flink.core.fs.Path(uri);
      var manifest = new org.apache.flink.core.fs.Path(root, Bundle.MANIFEST);
      Path folder = cache.resolve(hashOf(from, manifest));
      if (anew || !isWhole(folder)) {
        copy(uri, from, root, folder);
      }
      return folder;
    } catch (IOException e) {
      throw new BundleException(
          "Fetching the model from " + uri,
          "a bundle that can be read, with a " + Bundle.MANIFEST,
          e.getClass().getSimpleName() + ": " + e.getMessage(),
          "Check the URI, the rights, and that Flink has a file system for it.",
          e);
    }
  }

  /** Whether a folder of the cache is complete, and the bundle of its name. */
  private static boolean isWhole(Path folder) {
    try {
      if (isNamedAfterItsManifest(folder, folder)) {
        Bundle.open(folder);
        return true;
      }
      return false;
    } catch (IOException | BundleException damaged) {
      return false;
    }
  }

  private static boolean isNamedAfterItsManifest(Path bundle, Path name) throws IOException {
    var manifest = new org.apache.flink.core.fs.Path(bundle.resolve(Bundle.MANIFEST).toUri());
    return name.endsWith(hashOf(FileSystem.getLocalFileSystem(), manifest));
  }

  private static void requireOpens(URI uri, Path part) {
    try {
      Bundle.open(part);
    } catch (BundleException damage) {
      throw new BundleException(
          "Fetching the model from " + uri,
          "a bundle that opens",
          "this: " + damage.getMessage(),
          "Nothing of it was kept.",
          damage);
    }
  }

  /**
   * Checks that the bundle that was fetched is the one that was asked for.
   *
   * @throws BundleException if it is another bundle
   */
  static Path requireSame(URI uri, String sha256, Path folder) {
    String found = folder.getFileName().toString();
    if (!found.equals(sha256)) {
      throw new BundleException(
          "Fetching the model from " + uri,
          "a manifest with sha256 " + sha256,
          found,
          "Put back the bundle that was deployed, or deploy another.");
    }
    return folder;
  }

  /** Copies a bundle into a temporary folder, verifies it, and moves it to its place. */
  private void copy(URI uri, FileSystem from, org.apache.flink.core.fs.Path root, Path folder)
      throws IOException {
    Files.createDirectories(cache);
    removeLeftBehind();
    Path part = Files.createTempDirectory(cache, PART);
    try {
      for (FileStatus file : filesOf(from, root)) {
        try (InputStream bytes = from.open(file.getPath())) {
          Files.copy(bytes, part.resolve(file.getPath().getName()));
        }
      }
      requireSteady(part, folder);
      requireOpens(uri, part);
      moveWhole(part, folder);
    } finally {
      FileUtils.deleteDirectory(part.toFile());
    }
  }

  /** Other processes may do the same at the same time. */
  private void removeLeftBehind() throws IOException {
    long oldest = System.currentTimeMillis() - PART_AGE_MAX.toMillis();
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(cache, PART + "*")) {
      for (Path part : parts) {
        long modified = part.toFile().lastModified(); // 0 where it is gone
        if (modified > 0 && modified < oldest) {
          FileUtils.deleteDirectoryQuietly(part.toFile());
        }
      }
    }
  }

  private static void requireSteady(Path part, Path folder) throws IOException {
    if (!isNamedAfterItsManifest(part, folder)) {
      throw new IOException("expected one manifest, found it changed while it was fetched");
    }
  }

  private static List<FileStatus> filesOf(FileSystem from, org.apache.flink.core.fs.Path root)
      throws IOException {
    List<FileStatus> files =
        Stream.of(from.listStatus(root)).filter(file -> !file.isDir()).toList();
    long bytes = files.stream().mapToLong(FileStatus::getLen).sum();
    if (files.size() > FILES_MAX || bytes > BYTES_MAX) {
      throw new IOException(
          "expected at most %d files of %d bytes together, found %d files of %d bytes"
              .formatted(FILES_MAX, BYTES_MAX, files.size(), bytes));
    }
    return files;
  }

  /**
   * If the folder exists already, complete by another subtask or process, or with files missing,
   * each file is replaced by the same bytes, which disturbs no reader. Systems report an existing
   * folder by different exceptions.
   */
  private static void moveWhole(Path part, Path folder) throws IOException {
    try {
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(part)) {
        for (Path file : files) {
          Files.move(
              file, folder.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE); // replaces
        }
      }
    }
  }

  private static String hashOf(FileSystem from, org.apache.flink.core.fs.Path manifest)
      throws IOException {
    try (InputStream bytes = from.open(manifest)) {
      return Sha256.of(bytes.readAllBytes());
    }
  }
}
