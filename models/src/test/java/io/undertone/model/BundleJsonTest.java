package io.undertone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value of another type, or one that cannot be, is named with its place, never guessed at. */
class BundleJsonTest {

  @TempDir private Path folder;

  @Test
  void readsNothingBehindTheObject() throws IOException {
    BundleCopy copy = manifestOf("tiny-lstm");
    Files.writeString(copy.folder().resolve(Bundle.MANIFEST), "{}", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> read(copy))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("expected JSON, found ");
  }

  @Test
  void takesNoFractionForAWholeNumber() throws IOException {
    assertRefused(
        manifest -> tokenizer(manifest).put("tokens_max", 64.5),
        "expected a whole number at tokenizer.tokens_max, found 64.5.");
  }

  @Test
  void takesNoTextForANumberAndNoNumberForATruth() throws IOException {
    assertRefused(
        manifest -> tokenizer(manifest).put("tokens_max", "64"),
        "expected a whole number at tokenizer.tokens_max, found a text of 2 characters.");
    assertRefused(
        manifest -> tokenizer(manifest).put("lowercase_ascii", 1),
        "expected true or false at tokenizer.lowercase_ascii, found 1.");
  }

  @Test
  void takesNoNumberForTheNameOfAKind() throws IOException {
    assertRefused(
        manifest -> cell(manifest).put("kind", 2),
        "expected one of [rnn_tanh, rnn_relu, lstm, gru] at token_cell.kind, found 2.");
  }

  @Test
  void takesNoNumberThatIsTooSmall() throws IOException {
    assertRefused(
        manifest -> cell(manifest).put("embedding", 0),
        "expected a whole number above 0 at token_cell.embedding, found 0.");
    assertRefused(
        manifest -> manifest.put("parameters", -1),
        "expected a whole number at parameters, found -1.");
    assertRefused(
        manifest -> ((ObjectNode) manifest.get("training")).put("seed", -1),
        "expected a whole number at training.seed, found -1.");
    assertRefused(
        manifest -> ((ObjectNode) manifest.at("/files/head.onnx")).put("bytes", -1),
        "expected a whole number at files.head.onnx.bytes, found -1.");
    assertRefused(
        manifest -> ((ObjectNode) manifest.at("/token_cell/integer/tolerance")).put("states", 0),
        "expected a number above 0 at token_cell.integer.tolerance.states, found 0.0.");
  }

  @Test
  void takesNoUnknownSymbolBelowTheFirst() throws IOException {
    assertThatThrownBy(
            () ->
                read(
                    manifestOf("tiny-language")
                        .manifest(manifest -> tokenizer(manifest).put("unknown", -1))))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("expected a whole number at tokenizer.unknown, found -1.");
  }

  @Test
  void takesAMeasureOfLabelsWholeOrNot() throws IOException {
    for (String other : new String[] {"accuracy", "macro_f1"}) {
      assertRefused(
          manifest ->
              ((ArrayNode) manifest.get("quality"))
                  .addObject()
                  .put("data", "films")
                  .put("reviews", 3)
                  .put(other, 0.5),
          "expected a number, or accuracy and macro_f1 at quality[");
    }
  }

  @Test
  void takesAStateOfAsManyFirstValuesAsItHas() throws IOException {
    assertRefused(
        manifest -> initial(manifest, 17),
        "expected one number, or 16 at token_cell.states[0].initial, found 17 numbers.");
    assertRefused(
        manifest -> initial(manifest, 16).set(3, "0"),
        "expected one number, or 16 at token_cell.states[0].initial, found something else.");
    assertThat(
            read(manifestOf("tiny-lstm").manifest(manifest -> initial(manifest, 16).set(3, 2)))
                .states()
                .get(0)
                .initial())
        .hasSize(16)
        .startsWith(0, 0, 0, 2, 0);
  }

  @Test
  void takesNoStateBeyondItsBound() throws IOException {
    assertRefused(
        manifest -> state(manifest).putArray("shape").add(1024).add(1025),
        "expected extents from 1 to 1048576 at token_cell.states[0].shape, found [1024, 1025].");
  }

  @Test
  void takesNoGoldensOfNothing() throws IOException {
    Path golden = folder.resolve(Bundle.GOLDEN);
    Files.writeString(golden, "{\"format\": \"undertone-golden/1\", \"reviews\": []}");
    assertThatThrownBy(() -> Golden.read(golden))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("expected at least one review at reviews, found none.");
    Files.writeString(
        golden, "{\"format\": \"undertone-golden-int8/1\", \"steps\": [], \"logits\": []}");
    assertThatThrownBy(() -> IntegerGolden.read(golden))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("expected at least one step at steps, found none.");
  }

  @Test
  void takesNoGoldenStepThatEndsInOtherStates() throws IOException {
    Path golden = folder.resolve("golden_int8.json");
    Files.writeString(
        golden,
        """
        {"format": "undertone-golden-int8/1", "logits": [], "steps": [
          {"token": 1, "before": {"h0": [0.5], "c0": [0.5]},
           "after": {"h0": {"first": [0.5], "norm": 0.5}}}]}
        """);
    assertThatThrownBy(() -> IntegerGolden.read(golden))
        .isInstanceOf(BundleException.class)
        .hasMessageMatching(
            ".* expected the states \\[(h0, c0|c0, h0)] at steps\\[0]\\.after, found \\[h0]\\..*");
  }

  /** A golden's text may be somebody's review. */
  @Test
  void quotesNoText() throws IOException {
    Path golden = folder.resolve(Bundle.GOLDEN);
    Files.writeString(
        golden, "{\"format\": \"undertone-golden/1\", \"reviews\": [\"the lid fits\"]}");
    assertThatThrownBy(() -> Golden.read(golden))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("expected an object at reviews[0], found a text of 12 characters.")
        .hasMessageNotContaining("lid");
  }

  private void assertRefused(Consumer<ObjectNode> edit, String message) throws IOException {
    BundleCopy copy = manifestOf("tiny-lstm").manifest(edit);
    assertThatThrownBy(() -> read(copy))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(message);
  }

  private BundleCopy manifestOf(String bundle) throws IOException {
    return BundleCopy.manifestOf(BundleCopy.tiny(bundle), folder);
  }

  private static Manifest read(BundleCopy copy) {
    return Manifest.read(copy.folder().resolve(Bundle.MANIFEST));
  }

  private static ObjectNode tokenizer(ObjectNode manifest) {
    return (ObjectNode) manifest.get("tokenizer");
  }

  private static ObjectNode cell(ObjectNode manifest) {
    return (ObjectNode) manifest.get("token_cell");
  }

  private static ObjectNode state(ObjectNode manifest) {
    return (ObjectNode) cell(manifest).get("states").get(0);
  }

  /** Gives the first state so many zeros to start from. */
  private static ArrayNode initial(ObjectNode manifest, int count) {
    ArrayNode values = state(manifest).putArray("initial");
    for (int i = 0; i < count; i++) {
      values.add(0);
    }
    return values;
  }
}
