package io.undertone.model;

import java.nio.file.Path;

/**
 * A model's folder, proven whole. What is opened has every file that its manifest names, with the
 * bytes and hashes it names, inside the folder, and a fingerprint that fits. It knows nothing of
 * running a graph. Immutable, thread-safe.
 */
public final class Bundle {

  private final Path folder;
  private final Manifest manifest;

  private Bundle(Path folder, Manifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Opens and verifies a bundle.
   *
   * @throws BundleException if anything is missing, damaged or contradicts the manifest
   */
  public static Bundle open(Path folder) {
    return new Bundle(folder, toCome());
  }

  /** What the bundle says of itself. */
  public Manifest manifest() {
    return manifest;
  }

  /** The folder, as a real path. */
  public Path folder() {
    return folder;
  }

  /**
   * The path of one of the bundle's files.
   *
   * @throws IllegalArgumentException if the manifest lists no such file
   */
  public Path file(String name) {
    if (!manifest.files().containsKey(name)) {
      throw new IllegalArgumentException(manifest.id() + " lists no file " + name);
    }
    return folder.resolve(name);
  }

  /** The golden answers. */
  public Golden golden() {
    return toCome();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T toCome() {
    throw new IllegalStateException("to come");
  }
}
