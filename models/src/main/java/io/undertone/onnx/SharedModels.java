package io.undertone.onnx;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.Model;
import io.undertone.cell.ModelLease;
import io.undertone.model.Bundle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The models of this process: each bundle is loaded once per device choice, however many subtasks
 * use it, and closed with its last lease. A bundle's folder must not change while it is leased.
 * Thread-safe.
 */
public final class SharedModels {

  private record Key(Path folder, DeviceChoice device) {}

  private static final Map<Key, Shared> SHARED = new HashMap<>();

  private SharedModels() {}

  /** A model and the number of its leases, also of those who wait for it. */
  private static final class Shared {
    private int leases;
    private @Nullable Model model;

    /** Loads it, unless another did; only who wants the same model waits meanwhile. */
    private synchronized Model load(Key key) {
      if (model == null) {
        model = OnnxModel.load(Bundle.open(key.folder()), key.device());
      }
      return model;
    }

    private synchronized void close() {
      if (model != null) {
        model.close();
      }
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
    Shared shared;
    synchronized (SHARED) {
      shared = SHARED.computeIfAbsent(key, any -> new Shared());
      shared.leases++;
    }
    try {
      return new Lease(key, shared, shared.load(key));
    } catch (Throwable refused) {
      giveBack(key, shared);
      throw refused;
    }
  }

  private static void giveBack(Key key, Shared shared) {
    synchronized (SHARED) {
      shared.leases--;
      if (shared.leases > 0) {
        return;
      }
      SHARED.remove(key);
    }
    shared.close();
  }

  /** One of the leases of a model; the last one that is given back closes it. */
  public static final class Lease implements ModelLease {
    private final Key key;
    private final Shared shared;
    private final Model model;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Lease(Key key, Shared shared, Model model) {
      this.key = key;
      this.shared = shared;
      this.model = model;
    }

    @Override
    public Model model() {
      if (!open.get()) {
        throw new IllegalStateException("the lease of " + key.folder() + " was given back");
      }
      return model;
    }

    @Override
    public void close() {
      if (open.getAndSet(false)) {
        giveBack(key, shared);
      }
    }
  }
}
