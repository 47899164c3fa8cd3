package io.undertone.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether trying a GPU makes sense at all. ONNX Runtime lists CUDA on machines without it, and its
 * CUDA libraries take a gigabyte to unpack: so look for a driver first, and unpack nothing where
 * there is none.
 */
final class CudaProbe {

  /** What an NVIDIA driver leaves on Linux, under WSL, and on Windows. */
  private static final List<String> TRACES =
      List.of(
          "/dev/nvidiactl",
          "/proc/driver/nvidia/version",
          "/dev/dxg",
          "C:\\Windows\\System32\\nvcuda.dll");

  private static final String PROVIDER = "/ai/onnxruntime/native/%s/%s";

  private CudaProbe() {}

  /** Whether there is a driver. */
  static boolean hasDriver() {
    return TRACES.stream().anyMatch(trace -> Files.exists(Path.of(trace)));
  }

  /** Whether the ONNX Runtime on the class path brings CUDA. */
  static boolean hasProvider() {
    return Stream.of(
            PROVIDER.formatted("linux-x64", "libonnxruntime_providers_cuda.so"),
            PROVIDER.formatted("win-x64", "onnxruntime_providers_cuda.dll"))
        .anyMatch(name -> ai.onnxruntime.OrtEnvironment.class.getResource(name) != null);
  }
}
