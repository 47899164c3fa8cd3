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
 * A bundle in this machine's cache, so that it does not change with the place that it came from.
 *
 * @param folder in the cache, named after the hash of the manifest
 */
public record FetchedBundle(Path folder) {

  /** Callers that are remembered; there is one for each deployment of each job. */
  private static final int CALLERS_MAX = 100;

  /** By caller, the oldest first. */
  private static final Map<String, Fetch> FETCHES = new LinkedHashMap<>();

  /**
   * What one caller fetched. Its monitor is held during the fetch, so other callers do not wait.
   */
  private static final class Fetch {
    private @Nullable Path folder;
  }

  /**
   * A bundle that was fetched before; fetches it again if this machine no longer has it.
   *
   * @param manifestSha256 the hash that the manifest must have
   * @throws BundleException if there is no such bundle
   */
  public static FetchedBundle again(String uri, String manifestSha256) {
    return new FetchedBundle(ModelCache.shared().fetch(placeOf(uri), manifestSha256));
  }

  /**
   * Fetches and verifies a bundle, once per process and caller.
   *
   * @param uri that Flink's file systems read, or the absolute path of a folder
   * @param manifestSha256 the hash that the manifest must have; null for any
   * @param caller a name that all subtasks of the deployment share, and no other
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
