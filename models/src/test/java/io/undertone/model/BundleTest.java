package io.undertone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BundleTest {

  @TempDir private Path folder;

  static List<Path> everyBundle() {
    return BundleCopy.all();
  }

  @ParameterizedTest
  @MethodSource("everyBundle")
  void opensWhatTrainingWrote(Path path) {
    Bundle bundle = Bundle.open(path);
    assertThat(bundle.manifest().name()).isEqualTo(path.getFileName().toString());
    assertThat(bundle.golden().reviews()).hasSizeGreaterThan(10);
    assertThat(bundle.file("golden.json")).isRegularFile();
  }

  @Test
  void tellsItsPartsByName() {
    Manifest manifest = Bundle.open(BundleCopy.tiny("tiny-lstm")).manifest();
    assertThat(manifest.id()).isEqualTo("tiny-lstm@1");
    assertThat(manifest.tokenCell().kind()).isEqualTo(CellKind.LSTM);
    assertThat(manifest.states())
        .extracting(StateSpec::name)
        .containsExactly("h0", "c0", "max0", "review_h0");
    assertThat(manifest.states().get(2).initial()).hasSize(16).containsOnly(-1f);
    assertThat(manifest.head().inputs()).containsExactly("readout", "review_h0");
  }

  @Test
  void saysThatThereIsNoBundle() {
    assertThatThrownBy(() -> Bundle.open(folder.resolve("nowhere")))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "Opening the bundle %s/nowhere: expected a folder with a manifest.json, found no such"
                + " folder. Name a bundle's folder; those that ship are in models/bundles.",
            folder);
  }

  @Test
  void namesAMissingFile() throws IOException {
    BundleCopy copy = copy();
    Files.delete(folder.resolve("head.onnx"));
    assertFails(copy, "expected the file head.onnx, found none. Copy the whole bundle again.");
  }

  @Test
  void namesAFileOfAnotherLength() throws IOException {
    BundleCopy copy = copy();
    Files.write(folder.resolve("weights.bin"), new byte[12]);
    assertFails(copy, "expected weights.bin of 9472 bytes, found 12 bytes.");
  }

  @Test
  void noticesOneChangedBitOfAWeight() throws IOException {
    assertFails(copy().flip("weights.bin", 1001), "expected weights.bin with sha256 ");
  }

  @Test
  void noticesOneChangedFigureOfAGolden() throws IOException {
    assertFails(
        copy().replace("golden.json", "\"norm\": 1", "\"norm\": 2"),
        "expected golden.json with sha256 ");
  }

  @Test
  void followsNoLinkOutOfTheBundle(@TempDir Path elsewhere) throws IOException {
    BundleCopy copy = copy();
    Path outside = elsewhere.resolve("head.onnx");
    Files.move(folder.resolve("head.onnx"), outside);
    Files.createSymbolicLink(folder.resolve("head.onnx"), outside);
    assertFails(copy, "expected head.onnx within the bundle, found a link to ");
  }

  @Test
  void takesNoPathOutOfTheBundle() throws IOException {
    BundleCopy copy =
        copy()
            .manifest(
                manifest -> {
                  ObjectNode files = (ObjectNode) manifest.get("files");
                  files.set("../head.onnx", files.get("head.onnx"));
                });
    assertFails(copy, "expected files that lie in the bundle's folder itself, found ../head.onnx.");
  }

  @Test
  void takesNoWeightsFromOutsideTheBundle() throws IOException {
    BundleCopy copy = copy();
    byte[] graph = Files.readAllBytes(folder.resolve("token_cell.onnx"));
    String text = new String(graph, StandardCharsets.ISO_8859_1);
    Files.write(
        folder.resolve("token_cell.onnx"),
        text.replace("weights.bin", "../../s.bin").getBytes(StandardCharsets.ISO_8859_1));
    assertFails(
        copy.sign(),
        "expected token_cell.onnx to take weights from the bundle's weights.bin, found ../..");
  }

  @Test
  void takesNoGraphThatIsNone() throws IOException {
    BundleCopy copy = copy();
    Files.writeString(folder.resolve("head.onnx"), "graph");
    assertFails(copy.sign(), "expected head.onnx to be an ONNX model, found one that ");
  }

  @Test
  void takesNoOtherFormat() throws IOException {
    assertFails(
        copy().manifest(manifest -> manifest.put("format", "undertone-bundle/9")),
        "expected undertone-bundle/1 at format, found undertone-bundle/9.");
  }

  @Test
  void takesNoManifestThatIsNoJson() throws IOException {
    BundleCopy copy = copy();
    Files.writeString(folder.resolve("manifest.json"), "{\"format\": ");
    assertFails(copy, "expected JSON, found ");
    Files.writeString(folder.resolve("manifest.json"), "[".repeat(2000));
    assertFails(copy, "expected JSON, found more than is read");
  }

  @Test
  void takesNoFieldTwice() throws IOException {
    assertFails(
        copy().replace("manifest.json", "{", "{\"format\": \"undertone-bundle/1\", "),
        "expected JSON, found ");
  }

  @Test
  void takesNoFingerprintThatDoesNotFit() throws IOException {
    assertFails(
        copy().manifest(manifest -> manifest.put("state_fingerprint", "0".repeat(64))),
        "expected the state_fingerprint ");
  }

  @Test
  void namesAFieldThatIsMissingOrOfAnotherType() throws IOException {
    assertManifestFails(
        manifest -> tokenizer(manifest).remove("pattern"),
        "expected a text at tokenizer.pattern, found nothing.");
    assertManifestFails(
        manifest -> tokenizer(manifest).put("tokens_max", 0),
        "expected a whole number above 0 at tokenizer.tokens_max, found 0.");
    assertManifestFails(
        manifest -> tokenizer(manifest).put("kind", "words"),
        "expected bpe or symbols at tokenizer.kind, found words.");
    assertManifestFails(
        manifest -> manifest.put("labels", "both"),
        "expected a list at labels, found a text of 4 characters.");
    assertManifestFails(
        manifest -> ((ArrayNode) manifest.get("readout")).set(0, 5),
        "expected a text at readout[0], found 5.");
    assertManifestFails(
        manifest -> cell(manifest).put("kind", "transformer"),
        "expected one of [rnn_tanh, rnn_relu, lstm, gru] at token_cell.kind, found transformer.");
  }

  @Test
  void namesAShapeThatCannotBe() throws IOException {
    assertManifestFails(
        manifest -> state(manifest).putArray("shape").add(16).add(0),
        "expected extents from 1 to 1048576 at token_cell.states[0].shape, found [16, 0].");
    assertManifestFails(
        manifest -> state(manifest).putArray("initial").add(1).add(2),
        "expected one number, or 16 at token_cell.states[0].initial, found 2 numbers.");
    assertManifestFails(
        manifest -> state(manifest).put("initial", "zeros"),
        "expected one number, or 16 at token_cell.states[0].initial, found something else.");
    assertManifestFails(
        manifest -> {
          state(manifest).putArray("shape").add(1);
          state(manifest).putObject("initial").put("value", 0);
        },
        "expected one number, or 1 at token_cell.states[0].initial, found something else.");
  }

  @Test
  void namesWhatContradicts() throws IOException {
    assertManifestFails(
        manifest -> state(manifest).put("name", "c0"),
        "expected distinct state names, found c0 twice.");
    assertManifestFails(
        manifest -> ((ArrayNode) manifest.get("readout")).set(0, "z0"),
        "expected readout to name some of [h0, c0, max0], found z0.");
    assertManifestFails(
        manifest -> ((ArrayNode) manifest.at("/head/inputs")).set(1, "h0"),
        "expected head.inputs to name some of [review_h0, readout], found h0.");
    assertManifestFails(
        manifest -> ((ArrayNode) manifest.get("labels")).set(1, "negative"),
        "expected distinct labels, found negative twice.");
    assertManifestFails(
        manifest -> tokenizer(manifest).put("end_of_review", 5),
        "expected end_of_review to be the last of 280 ids, found 5.");
    assertManifestFails(
        manifest -> cell(manifest).putNull("graph").putNull("sequence_graph"),
        "expected a graph or a sequence_graph in token_cell, found neither.");
    assertManifestFails(
        manifest -> cell(manifest).put("graph", "other.onnx"),
        "expected other.onnx among the files, found no such entry.");
  }

  @Test
  void namesWhatAReviewCellCannotBe() throws IOException {
    assertManifestFails(
        manifest -> reviewCell(manifest).putNull("graph"),
        "expected a graph in review_cell, found none.");
    assertManifestFails(
        manifest -> reviewCell(manifest).put("bidirectional", true),
        "expected a review_cell that steps forward, found a bidirectional one.");
    assertManifestFails(
        manifest -> reviewCell(manifest).set("integer", cell(manifest).get("integer")),
        "expected a review_cell that steps in floats, found one with integer.");
  }

  @Test
  void namesWhatContradictsInALanguageModel() throws IOException {
    BundleCopy copy = BundleCopy.of(BundleCopy.tiny("tiny-language"), folder);
    assertThat(Bundle.open(copy.folder()).manifest().logits()).isEqualTo(28);
    assertManifestFails(
        manifest -> manifest.putArray("labels").add("good").add("bad"),
        "expected no labels beside surprise, found [good, bad].");
    assertManifestFails(
        manifest -> manifest.put("surprise", "h0"),
        "expected surprise to name a state of token_cell with shape [1], scope review, initial 0,"
            + " found h0.");
    assertManifestFails(
        manifest -> manifest.putNull("surprise"),
        "expected at least one of the labels, found none.");
    assertManifestFails(
        manifest -> tokenizer(manifest).put("end_of_review", 27),
        "expected null at tokenizer.end_of_review, found something else.");
    assertManifestFails(
        manifest -> tokenizer(manifest).put("unknown", 28),
        "expected unknown to be one of 28 ids, found 28.");
    assertManifestFails(
        manifest -> tokenizer(manifest).put("collapse_others", false),
        "expected the state_fingerprint ");
  }

  private BundleCopy copy() throws IOException {
    return BundleCopy.of(BundleCopy.tiny("tiny-lstm"), folder);
  }

  private void assertManifestFails(Consumer<ObjectNode> edit, String message) throws IOException {
    BundleCopy copy =
        Files.exists(folder.resolve("manifest.json")) ? new BundleCopy(folder) : copy();
    String before = Files.readString(folder.resolve("manifest.json"));
    assertFails(copy.manifest(edit), message);
    Files.writeString(folder.resolve("manifest.json"), before);
  }

  private static void assertFails(BundleCopy copy, String message) {
    assertThatThrownBy(() -> Bundle.open(copy.folder()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(message);
  }

  private static ObjectNode tokenizer(ObjectNode manifest) {
    return (ObjectNode) manifest.get("tokenizer");
  }

  private static ObjectNode cell(ObjectNode manifest) {
    return (ObjectNode) manifest.get("token_cell");
  }

  private static ObjectNode reviewCell(ObjectNode manifest) {
    return (ObjectNode) manifest.get("review_cell");
  }

  private static ObjectNode state(ObjectNode manifest) {
    return (ObjectNode) cell(manifest).get("states").get(0);
  }
}
