package io.undertone.operator.model;

import io.undertone.cell.DeviceChoice;
import io.undertone.model.BundleException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that lies in this machine's cache of bundles, so that it stays as it is whatever becomes
 * of the place that it was fetched from.
 *
 * @param folder in the cache, named after the hash of the manifest
 */
public record FetchedBundle(Path folder) {

  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*|/.*");

  /**
   * Fetches a bundle, unless this machine has it.
   *
   * @param uri that Flink's file systems read, or the absolute path of a folder
   * @param manifestSha256 the hash that the manifest must have; null for any
   * @throws BundleException if there is no such bundle
   */
  public static FetchedBundle at(String uri, @Nullable String manifestSha256) {
    if (!ABSOLUTE.matcher(uri).matches()) {
      throw new BundleException(
          "Fetching the model from " + uri,
          "a URI, or an absolute path",
          "neither",
          "Give one that every machine of the job can read.");
    }
    ModelCache cache = ModelCache.shared();
    URI place = uri.startsWith("/") ? Path.of(uri).toUri() : uriOf(uri);
    return new FetchedBundle(
        manifestSha256 == null ? cache.fetch(place) : cache.fetch(place, manifestSha256));
  }

  /** The hash of the manifest, and so of all that is in the bundle. */
  public String manifestSha256() {
    return folder.getFileName().toString();
  }

  /** Loads and proves the model, or shares it where this process has it. */
  public ModelLease lease(DeviceChoice device) {
    return ModelSource.at(folder.toString()).lease(device);
  }

  private static URI uriOf(String uri) {
    try {
      return URI.create(uri);
    } catch (IllegalArgumentException wrong) {
      throw new BundleException(
          "Fetching the model from " + uri,
          "a URI",
          String.valueOf(wrong.getMessage()),
          "Mend it.",
          wrong);
    }
  }
}
