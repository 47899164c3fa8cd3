package io.undertone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle's files are those that it lists, and its graphs read no others. */
class BundleFilesTest {

  @TempDir private Path folder;
  private BundleCopy copy = new BundleCopy(Path.of("."));

  @BeforeEach
  void copies() throws IOException {
    copy = BundleCopy.of(BundleCopy.tiny("tiny-lstm"), folder);
  }

  @Test
  void namesAFileThatIsLonger() throws IOException {
    Path weights = folder.resolve("weights.bin");
    Files.write(weights, new byte[(int) Files.size(weights) + 1]);
    assertRefused("expected weights.bin of 9472 bytes, found 9473 bytes.");
  }

  @Test
  void namesAFolderInTheStead() throws IOException {
    Files.delete(folder.resolve("head.onnx"));
    Files.createDirectory(folder.resolve("head.onnx"));
    assertRefused("expected head.onnx to be a file, found something else.");
  }

  @Test
  void takesNoWeightsFromAnyOtherFileThatIsListed() throws IOException {
    takesWeightsFrom("golden.json");
    assertRefused(
        "expected token_cell.onnx to take weights from the bundle's weights.bin, found"
            + " golden.json.");
  }

  @Test
  void takesNoWeightsThatAreNotListed() throws IOException {
    copy.manifest(manifest -> ((ObjectNode) manifest.get("files")).remove("weights.bin")).sign();
    assertRefused(" to take weights from the bundle's weights.bin, found weights.bin.");
  }

  @Test
  void givesNoPathOfAFileThatIsNotListed() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Bundle bundle = Bundle.open(folder);
    for (String name : new String[] {"notes.txt", "../notes.txt", "manifest.json"}) {
      assertThatThrownBy(() -> bundle.file(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("tiny-lstm@1 lists no file " + name);
    }
  }

  @Test
  void saysWhatFailedInItsOwnWordsAndKeepsTheOthersBesideThem() {
    IOException cause = new IOException("broken pipe.");
    BundleException failure =
        new BundleException("Reading it", "a file", "broken pipe.", "Copy it again.", cause);
    assertThat(failure)
        .hasMessage("Reading it: expected a file, found broken pipe. Copy it again.")
        .hasNoCause()
        .hasSuppressedException(cause);
  }

  /** Has a graph name another file, of a name as long. */
  private void takesWeightsFrom(String other) throws IOException {
    Path graph = folder.resolve("token_cell.onnx");
    String bytes = new String(Files.readAllBytes(graph), StandardCharsets.ISO_8859_1);
    Files.write(graph, bytes.replace("weights.bin", other).getBytes(StandardCharsets.ISO_8859_1));
    copy.sign();
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Bundle.open(folder))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(message);
  }
}
