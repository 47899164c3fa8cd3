package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtException;
import io.undertone.cell.Device;
import io.undertone.model.BundleCopy;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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

  /** The folder is only taken away where the process may do without it, as on Linux. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void leavesNothingUnpackedThoughItsProcessIsKilled(@TempDir Path unpacked)
      throws IOException, InterruptedException {
    assumeTrue(CudaProbe.obstacle() != null, "a GPU's libraries are unpacked later");
    Process process =
        start(Redirect.INHERIT, "-Djava.io.tmpdir=" + unpacked, OpensAndIsKilled.class.getName());

    assertThat(process.waitFor()).isEqualTo(OpensAndIsKilled.KILLED);
    assertThat(unpacked).isEmptyDirectory();
  }

  /** Twice, since whoever asks first may go on without it. */
  @Test
  void saysThatItsLibrariesCannotBeUnpacked(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path none = folder.resolve("none");
    Process process = start(Redirect.PIPE, "-Djava.io.tmpdir=" + none, AsksTwice.class.getName());
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines().distinct().toList())
        .singleElement()
        .asString()
        .startsWith(
            "Loading ONNX Runtime: expected its native libraries, 32 MB, to be unpacked into "
                + none
                + " and loaded from there, found NoSuchFileException: "
                + none)
        .endsWith(
            ". Make room there, or give Java a folder where programs may be run, such as by"
                + " UNDERTONE_JAVA_OPTS=-Djava.io.tmpdir=DIR.");
  }

  @Test
  void saysNothingOfItsOwn() throws IOException, InterruptedException {
    Process process = start(Redirect.PIPE, OpensAndIsKilled.class.getName());
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(OpensAndIsKilled.KILLED);
    assertThat(output).isEmpty();
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

  /** A process that says why there is none. */
  public static final class AsksTwice {
    private AsksTwice() {}

    public static void main(String[] args) {
      for (int time = 0; time < 2; time++) {
        try {
          Environment.get();
        } catch (DeviceException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  /** A process that reads a review and ends without any clearing up. */
  public static final class OpensAndIsKilled {
    static final int KILLED = 137;

    private OpensAndIsKilled() {}

    public static void main(String[] args) throws OrtException {
      Path graph = BundleCopy.tiny("tiny-lstm").resolve("token_cell.onnx");
      try (Session session = Session.open(graph, Device.CPU)) {
        Runtime.getRuntime().halt(session.signature().inputs().isEmpty() ? 1 : KILLED);
      }
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
