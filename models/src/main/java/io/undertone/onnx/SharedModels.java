package io.undertone.onnx;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.Model;
import java.nio.file.Path;

/**
 * The models of this process: each bundle is loaded once per device choice, however many subtasks
 * use it, and closed with its last lease. Thread-safe.
 */
public final class SharedModels {

  private SharedModels() {}

  /**
   * Leases the model of a bundle's folder, loading it if nobody has it.
   *
   * @throws io.undertone.model.BundleException if the bundle cannot be served
   * @throws IllegalStateException if the device was asked for and cannot be used
   */
  public static Lease lease(Path folder, DeviceChoice device) {
    return toCome();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T toCome() {
    throw new IllegalStateException("to come");
  }

  /** The right to use a model until it is closed. Closing twice is closing once. */
  public interface Lease extends AutoCloseable {

    /** The model; not to be closed by who leases it. */
    Model model();

    @Override
    void close();
  }
}
