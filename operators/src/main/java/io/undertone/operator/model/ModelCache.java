package io.undertone.operator.model;

import io.undertone.model.BundleException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.util.FileUtils;

/**
 * Bundles from afar, each in a folder of its own, named after the hash of its manifest: the
 * manifest has the hash of every other file, so one name never means two bundles. A bundle is
 * fetched beside its place and moved there whole. Whoever opens it verifies it. Thread-safe, and
 * safe among processes.
 */
final class ModelCache {

  /** No bundle has more files, or more bytes. */
  static final int FILES_MAX = 64;

  static final long BYTES_MAX = 1L << 30;

  private static final String MANIFEST = "manifest.json";

  private final Path cache;

  ModelCache(Path cache) {
    this.cache = cache;
  }

  /** The cache of this machine's user, in the folder for temporary files. */
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
    try {
      FileSystem from = FileSystem.get(uri);
      var root = new org.apache.flink.core.fs.Path(uri);
      Path folder = cache.resolve(hashOf(from, new org.apache.flink.core.fs.Path(root, MANIFEST)));
      if (!Files.isDirectory(folder)) {
        fetch(from, root, folder);
      }
      return folder;
    } catch (IOException e) {
      throw new BundleException(
          "Fetching the model from " + uri,
          "a bundle that can be read, with a " + MANIFEST,
          e.getClass().getSimpleName() + ": " + e.getMessage(),
          "Check the URI, the rights, and that Flink has a file system for it.",
          e);
    }
  }

  /**
   * The folder of the bundle whose manifest has this hash, fetched if it is not there yet.
   *
   * @throws BundleException if it cannot be read, or has another manifest
   */
  Path fetch(URI uri, String sha256) {
    Path known = cache.resolve(sha256);
    if (Files.isDirectory(known)) {
      return known;
    }
    Path folder = fetch(uri);
    if (!folder.equals(known)) {
      throw new BundleException(
          "Fetching the model from " + uri,
          "a manifest with sha256 " + sha256,
          folder.getFileName().toString(),
          "Put back the bundle that was deployed, or deploy another.");
    }
    return folder;
  }

  private void fetch(FileSystem from, org.apache.flink.core.fs.Path root, Path folder)
      throws IOException {
    Files.createDirectories(cache);
    Path part = Files.createTempDirectory(cache, "part-");
    try {
      for (FileStatus file : filesOf(from, root)) {
        try (InputStream bytes = from.open(file.getPath())) {
          Files.copy(bytes, part.resolve(file.getPath().getName()));
        }
      }
      moveWhole(part, folder);
    } finally {
      FileUtils.deleteDirectory(part.toFile());
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
   * If another subtask or process was faster, its bundle is used. Systems report that by different
   * exceptions.
   */
  private static void moveWhole(Path part, Path folder) throws IOException {
    try {
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  private static String hashOf(FileSystem from, org.apache.flink.core.fs.Path manifest)
      throws IOException {
    try (InputStream bytes = from.open(manifest)) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.readAllBytes());
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
