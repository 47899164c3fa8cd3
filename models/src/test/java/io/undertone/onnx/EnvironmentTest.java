package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** ONNX Runtime opens whatever the command line that started the process. */
class EnvironmentTest {

  /** As long as one argument may be on Linux, less a little. */
  private static final int CHARACTERS = 100_000;

  @Test
  void opensUnderALongCommandLine() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Opens.class.getName(),
                "x".repeat(CHARACTERS))
            .inheritIO()
            .start();
    assertThat(process.waitFor()).as("134 or 139: it was killed by its own stack").isZero();
  }

  /** A process that does nothing else. */
  public static final class Opens {
    private Opens() {}

    public static void main(String[] args) {
      Environment.get();
    }
  }
}
