package io.undertone.onnx;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.Model;
import io.undertone.model.Bundle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The models of this process: each bundle is loaded once per device choice, however many subtasks
 * use it, and closed with its last lease. A bundle's folder must not change while it is leased.
 * Thread-safe.
 */
public final class SharedModels {

  private record Key(Path folder, DeviceChoice device) {}

  private static final Map<Key, Shared> SHARED = new HashMap<>();

  private SharedModels() {}

  /** A loaded model and the number of its leases. */
  private static final class Shared {
    private final Model model;
    private int leases;

    Shared(Model model) {
      this.model = model;
    }
  }

  /**
   * Leases the model of a bundle's folder, loading it if nobody has it.
   *
   * @throws io.undertone.model.BundleException if the bundle cannot be served
   * @throws DeviceException if the device was asked for and cannot be used
   */
  public static Lease lease(Path folder, DeviceChoice device) {
    Key key = new Key(folder.toAbsolutePath().normalize(), device);
    synchronized (SHARED) {
      Shared shared = SHARED.get(key);
      if (shared == null) {
        shared = new Shared(OnnxModel.load(Bundle.open(key.folder()), device));
        SHARED.put(key, shared);
      }
      shared.leases++;
      return new Lease(key, shared);
    }
  }

  private static void giveBack(Key key, Shared shared) {
    synchronized (SHARED) {
      shared.leases--;
      if (shared.leases == 0) {
        SHARED.remove(key);
        shared.model.close();
      }
    }
  }

  /** The right to use a model until it is closed. Closing twice is closing once. */
  public static final class Lease implements AutoCloseable {
    private final Key key;
    private final Shared shared;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Lease(Key key, Shared shared) {
      this.key = key;
      this.shared = shared;
    }

    /** The model; not to be closed by who leases it. */
    public Model model() {
      if (!open.get()) {
        throw new IllegalStateException("the lease of " + key.folder() + " was given back");
      }
      return shared.model;
    }

    @Override
    public void close() {
      if (open.getAndSet(false)) {
        giveBack(key, shared);
      }
    }
  }
}
