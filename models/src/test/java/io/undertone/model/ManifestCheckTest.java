package io.undertone.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a manifest says in one place must fit what it says in another. */
class ManifestCheckTest {

  @TempDir private Path folder;

  @Test
  void aSurpriseStartsAfreshAtEachReview() throws IOException {
    assertRefused(
        "tiny-language",
        manifest -> state(manifest, 1).put("scope", "user"),
        "expected surprise to name a state of token_cell with shape [1], scope review, initial 0,"
            + " found nats0.");
  }

  @Test
  void aSurpriseStartsAtNothing() throws IOException {
    assertRefused(
        "tiny-language",
        manifest -> state(manifest, 1).put("initial", 1),
        "expected surprise to name a state of token_cell with shape [1], scope review, initial 0,"
            + " found nats0.");
  }

  @Test
  void aCellThatReadsBothWaysCannotStep() throws IOException {
    assertRefused(
        "tiny-lstm",
        manifest -> cell(manifest).put("bidirectional", true).remove("integer"),
        "expected only a sequence_graph in a bidirectional token_cell, found the graph"
            + " token_cell.onnx.");
  }

  @Test
  void aCellThatReadsBothWaysCannotGoOnFromAnEarlierReview() throws IOException {
    assertRefused(
        "tiny-rnn",
        manifest -> {
          cell(manifest).put("bidirectional", true).putNull("graph");
          cell(manifest).remove("integer");
        },
        "expected the scope review for every state of a bidirectional token_cell, found the scope"
            + " user for h0.");
  }

  @Test
  void everyFileThatIsNamedIsListed() throws IOException {
    assertNotListed(manifest -> integer(manifest).put("graph", "other.onnx"), "other.onnx");
    assertNotListed(manifest -> integer(manifest).put("golden", "other.json"), "other.json");
    assertNotListed(manifest -> tokenizer(manifest).put("ranks", "other.bpe"), "other.bpe");
    assertNotListed(
        manifest -> cell(manifest).put("sequence_graph", "sequence.onnx"), "sequence.onnx");
    assertNotListed(
        manifest -> ((ObjectNode) manifest.get("review_cell")).put("graph", "review.onnx"),
        "review.onnx");
    assertNotListed(
        manifest -> ((ObjectNode) manifest.get("head")).put("graph", "labels.onnx"), "labels.onnx");
    assertNotListed(
        manifest -> ((ObjectNode) manifest.get("files")).remove("golden.json"), "golden.json");
  }

  @Test
  void nothingIsReadOutTwice() throws IOException {
    assertRefused(
        "tiny-lstm",
        manifest -> ((ArrayNode) manifest.get("readout")).set(1, "max0"),
        "expected distinct readout, found max0 twice.");
    assertRefused(
        "tiny-lstm",
        manifest -> ((ArrayNode) manifest.at("/head/inputs")).set(1, "readout"),
        "expected distinct head.inputs, found readout twice.");
  }

  @Test
  void somethingIsReadOut() throws IOException {
    assertRefused(
        "tiny-lstm",
        manifest -> manifest.putArray("readout"),
        "expected at least one of the readout, found none.");
    assertRefused(
        "tiny-lstm",
        manifest -> ((ObjectNode) manifest.get("head")).putArray("inputs"),
        "expected at least one of the head.inputs, found none.");
  }

  private void assertNotListed(Consumer<ObjectNode> edit, String name) throws IOException {
    assertRefused(
        "tiny-lstm", edit, "expected %s among the files, found no such entry.".formatted(name));
  }

  private void assertRefused(String bundle, Consumer<ObjectNode> edit, String message)
      throws IOException {
    Manifest manifest =
        Manifest.read(
            BundleCopy.manifestOf(BundleCopy.tiny(bundle), folder)
                .manifest(edit)
                .folder()
                .resolve(Bundle.MANIFEST));
    assertThatThrownBy(() -> new ManifestCheck("Opening it", manifest).run())
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(message);
  }

  private static ObjectNode tokenizer(ObjectNode manifest) {
    return (ObjectNode) manifest.get("tokenizer");
  }

  private static ObjectNode cell(ObjectNode manifest) {
    return (ObjectNode) manifest.get("token_cell");
  }

  private static ObjectNode integer(ObjectNode manifest) {
    return (ObjectNode) cell(manifest).get("integer");
  }

  private static ObjectNode state(ObjectNode manifest, int index) {
    return (ObjectNode) cell(manifest).get("states").get(index);
  }
}
