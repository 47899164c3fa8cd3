package io.undertone.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** The CUDA libraries by platform, as ONNX Runtime's jars hold them. */
  private static final List<String> PROVIDERS =
      List.of(
          "linux-x64/libonnxruntime_providers_cuda.so", "win-x64/onnxruntime_providers_cuda.dll");

  private static final String IN_JAR = "/ai/onnxruntime/native/";

  /** ONNX Runtime's own property: a folder with its native libraries, unpacked. */
  private static final String UNPACKED = "onnxruntime.native.path";

  private CudaProbe() {}

  /** Why there is no use in trying; null if nothing speaks against it. */
  static @Nullable String obstacle() {
    if (TRACES.stream().noneMatch(trace -> Files.exists(Path.of(trace)))) {
      return "no NVIDIA driver";
    }
    return PROVIDERS.stream().anyMatch(CudaProbe::isAtHand)
        ? null
        : "an ONNX Runtime without CUDA on the class path";
  }

  private static boolean isAtHand(String provider) {
    String unpacked = System.getProperty(UNPACKED);
    return unpacked == null
        ? OrtEnvironment.class.getResource(IN_JAR + provider) != null
        : Files.exists(Path.of(unpacked, Path.of(provider).getFileName().toString()));
  }
}
