package io.undertone.onnx;

import ai.onnxruntime.OrtException;
import io.undertone.cell.Device;
import io.undertone.cell.DeviceChoice;
import io.undertone.model.Bundle;
import io.undertone.model.BundleException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads one bundle on the device that was chosen. Where the choice is left open, it tries a GPU
 * first and takes the CPU if there is none, or if it does not give the goldens' answers.
 *
 * @param obstacle why there is no use in trying a GPU; null if nothing speaks against it
 */
record ModelLoader(Bundle bundle, @Nullable String obstacle) {

  private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

  OnnxModel load(DeviceChoice choice) {
    return switch (choice) {
      case CPU -> onCpu(null);
      case CUDA -> onCuda();
      case AUTO -> obstacle == null ? onEither() : onCpu(obstacle);
    };
  }

  /**
   * @param reason why the CPU is used where either device would do; null if it was named
   */
  private OnnxModel onCpu(@Nullable String reason) {
    try {
      return OnnxModel.proven(bundle, Device.CPU, reason);
    } catch (OrtException e) {
      throw new BundleException(
          "Loading " + bundle.folder(),
          "graphs that ONNX Runtime can run",
          String.valueOf(e.getMessage()),
          "Export the bundle again.",
          e);
    }
  }

  private OnnxModel onCuda() {
    if (obstacle != null) {
      throw noGpu(obstacle, null);
    }
    try {
      return OnnxModel.proven(bundle, Device.CUDA, null);
    } catch (OrtException | RuntimeException | LinkageError e) {
      throw noGpu(String.valueOf(e.getMessage()).strip(), e);
    }
  }

  private OnnxModel onEither() {
    try {
      return onCuda();
    } catch (DeviceException e) {
      LOG.warn("There is a GPU, but it cannot be used; the CPU is. {}", e.getMessage());
      return onCpu(e.found());
    }
  }

  private DeviceException noGpu(String found, @Nullable Throwable cause) {
    return new DeviceException(
        "Loading " + bundle.manifest().id() + " on cuda",
        "a GPU that gives the goldens' answers",
        found,
        cause instanceof BundleException
            ? "Run `models check --device cpu`: what fails there too is the bundle's fault; else choose"
                + " the device cpu."
            : "Install an NVIDIA driver, CUDA 12 and cuDNN 9, and put onnxruntime_gpu on the class"
                + " path; or choose the device cpu.",
        cause);
  }
}
