package io.undertone.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Proves that a bundle's files are those that its manifest lists, and that none leads out of it.
 */
final class BundleFiles {

  private final String doing;
  private final Path folder;
  private final Manifest manifest;

  BundleFiles(String doing, Path folder, Manifest manifest) {
    this.doing = doing;
    this.folder = folder;
    this.manifest = manifest;
  }

  void check() {
    manifest.files().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> check(entry.getKey(), entry.getValue()));
  }

  private void check(String name, FileSpec spec) {
    byte[] bytes = read(name, spec);
    String sha256 = Sha256.of(bytes);
    if (!sha256.equals(spec.sha256())) {
      throw damaged(name + " with sha256 " + spec.sha256(), sha256);
    }
    if (name.endsWith(".onnx")) {
      checkGraph(name, bytes);
    }
  }

  private byte[] read(String name, FileSpec spec) {
    try {
      Path real = folder.resolve(name).toRealPath();
      if (!real.startsWith(folder)) {
        throw damaged(name + " within the bundle", "a link to " + real);
      }
      if (!Files.isRegularFile(real)) {
        throw damaged(name + " to be a file", "something else");
      }
      if (Files.size(real) != spec.bytes()) {
        throw damaged(name + " of " + spec.bytes() + " bytes", Files.size(real) + " bytes");
      }
      return Files.readAllBytes(real);
    } catch (NoSuchFileException e) {
      throw new BundleException(doing, "the file " + name, "none", Remedy.COPY, e);
    } catch (IOException e) {
      throw new BundleException(doing, "to read " + name, e.toString(), Remedy.COPY, e);
    }
  }

  private void checkGraph(String name, byte[] bytes) {
    try {
      for (String location : ExternalData.locations(bytes)) {
        if (!location.equals(StateFingerprint.WEIGHTS) || !manifest.files().containsKey(location)) {
          throw new BundleException(
              doing,
              name + " to take weights from the bundle's " + StateFingerprint.WEIGHTS,
              location,
              Remedy.EXPORT);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new BundleException(
          doing, name + " to be an ONNX model", "one that " + e.getMessage(), Remedy.EXPORT, e);
    }
  }

  private BundleException damaged(String expected, String found) {
    return new BundleException(doing, expected, found, Remedy.COPY);
  }
}
