package io.undertone.model;

/**
 * What a file of the bundle must be.
 *
 * @param bytes its length
 * @param sha256 of its content, in lower-case hex
 */
public record FileSpec(long bytes, String sha256) {

  public FileSpec {
    BundleJson.atLeast(0, "bytes", bytes);
  }
}
