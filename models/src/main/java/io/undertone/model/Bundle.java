package io.undertone.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model's folder. Opening it proves that it is whole: every file that the manifest names lies in
 * the folder, with the size and the hash that the manifest gives, and the state fingerprint fits.
 * The graphs are not run here. Immutable, thread-safe.
 */
public final class Bundle {

  /** The file that says what is in the folder. */
  public static final String MANIFEST = "manifest.json";

  /** The model card, for people; a bundle may be without one, and no hash covers it. */
  public static final String CARD = "README.md";

  static final String GOLDEN = "golden.json";

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
    String doing = "Opening the bundle " + folder;
    Path real = realFolder(doing, folder);
    Manifest manifest = Manifest.read(real.resolve(MANIFEST));
    new ManifestCheck(doing, manifest).run();
    new BundleFiles(doing, real, manifest).check();
    return new Bundle(real, manifest);
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

  /**
   * The golden answers.
   *
   * @throws BundleException if they are not of their format
   */
  public Golden golden() {
    Golden golden = Golden.read(file(GOLDEN));
    IntegerSpec integer = manifest.tokenCell().integer();
    return integer == null
        ? golden
        : new Golden(golden.reviews(), IntegerGolden.read(file(integer.golden())));
  }

  private static Path realFolder(String doing, Path folder) {
    if (!Files.isRegularFile(folder.resolve(MANIFEST))) {
      throw new BundleException(
          doing,
          "a folder with a " + MANIFEST,
          Files.isDirectory(folder) ? "a folder without" : "no such folder",
          "Name a bundle's folder; those that ship are in models/bundles.");
    }
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new BundleException(doing, "a readable folder", e.toString(), Remedy.COPY, e);
    }
  }
}
