package io.undertone.operator.model;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ModelLease;
import io.undertone.model.BundleException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that lies in this machine's cache of bundles, so that it stays as it is whatever becomes
 * of the place that it was fetched from.
 *
 * @param folder in the cache, named after the hash of the manifest
 */
public record FetchedBundle(Path folder) {

  /** Callers whose bundles are known; there is one for each deployment of each job. */
  private static final int CALLERS_MAX = 100;

  /** By caller, the oldest first. */
  private static final Map<String, Fetch> FETCHES = new LinkedHashMap<>();

  /** What one caller fetched. Its monitor is held meanwhile, which keeps nobody else waiting. */
  private static final class Fetch {
    private @Nullable Path folder;
  }

  /**
   * Fetches a bundle that was fetched before, unless this machine still has it.
   *
   * @param manifestSha256 the hash that the manifest must have
   * @throws BundleException if there is no such bundle
   */
  public static FetchedBundle again(String uri, String manifestSha256) {
    return new FetchedBundle(ModelCache.shared().fetch(placeOf(uri), manifestSha256));
  }

  /**
   * Fetches a bundle and proves it whole: once a process, for as long as the same caller asks.
   *
   * @param uri that Flink's file systems read, or the absolute path of a folder
   * @param manifestSha256 the hash that the manifest must have; null for any
   * @param caller who asks, under one name on all subtasks, and nobody else's
   * @throws BundleException if there is no such bundle
   * @throws InterruptedException if the thread was interrupted before it began to fetch
   */
  public static FetchedBundle of(String uri, @Nullable String manifestSha256, String caller)
      throws InterruptedException {
    URI place = placeOf(uri);
    Fetch fetch = fetchOf(caller);
    synchronized (fetch) {
      if (Thread.interrupted()) {
        throw new InterruptedException("given up before it was fetched");
      }
      if (fetch.folder == null) {
        fetch.folder = ModelCache.shared().fetchAnew(place);
      }
      Path folder = fetch.folder;
      return new FetchedBundle(
          manifestSha256 == null ? folder : ModelCache.requireSame(place, manifestSha256, folder));
    }
  }

  private static Fetch fetchOf(String caller) {
    synchronized (FETCHES) {
      Fetch fetch = FETCHES.computeIfAbsent(caller, any -> new Fetch());
      if (FETCHES.size() > CALLERS_MAX) {
        FETCHES.remove(FETCHES.keySet().iterator().next());
      }
      return fetch;
    }
  }

  private static URI placeOf(String uri) {
    if (!uri.startsWith("/") && !ModelSource.isUri(uri)) {
      throw new BundleException(
          "Fetching the model from " + uri,
          "a URI, or an absolute path",
          "neither",
          "Give one that every machine of the job can read.");
    }
    return uri.startsWith("/") ? Path.of(uri).toUri() : BundleSource.uriOf(uri);
  }

  /** The hash of the manifest, and so of all that is in the bundle. */
  public String manifestSha256() {
    return folder.getFileName().toString();
  }

  /** Loads and proves the model, or shares it where this process has it. */
  public ModelLease lease(DeviceChoice device) {
    return ModelSource.at(folder.toString()).lease(device);
  }
}
