package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.undertone.model.BundleCopy;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is first asked of ONNX Runtime in a process of its own. */
class EnvironmentTest {

  /** As long as one argument may be on Linux, less a little. */
  private static final int CHARACTERS = 100_000;

  @Test
  void opensUnderALongCommandLine() throws IOException, InterruptedException {
    Process process = start(Redirect.INHERIT, Opens.class.getName(), "x".repeat(CHARACTERS));
    assertThat(process.waitFor()).as("134 or 139: it was killed by its own stack").isZero();
  }

  /** Without a GPU the provider is refused too, but for its libraries, not for want of a logger. */
  @Test
  void isThereBeforeTheCudaProviderIs() throws IOException, InterruptedException {
    Process process = start(Redirect.PIPE, AsksForCuda.class.getName());
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("CUDA: ").doesNotContain("DefaultLogger");
  }

  private static Process start(Redirect output, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"));
    builder.command().addAll(List.of(command));
    return builder.redirectErrorStream(true).redirectOutput(output).start();
  }

  /** A process that does nothing else. */
  public static final class Opens {
    private Opens() {}

    public static void main(String[] args) {
      Environment.get();
    }
  }

  /** A process whose first session is one on a GPU. */
  public static final class AsksForCuda {
    private AsksForCuda() {}

    public static void main(String[] args) {
      Path graph = BundleCopy.tiny("tiny-lstm").resolve("token_cell.onnx");
      try (Session session = Session.open(graph, Device.CUDA)) {
        System.out.println("CUDA: " + session.signature().inputs());
      } catch (OrtException e) {
        System.out.println("CUDA: " + e.getMessage());
      }
    }
  }
}
