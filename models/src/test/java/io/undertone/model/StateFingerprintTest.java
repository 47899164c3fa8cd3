package io.undertone.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gives a user's memory its meaning changes the fingerprint; what only reads it does not. */
class StateFingerprintTest {

  @TempDir private Path folder;

  @Test
  void changesWithWeightsTokenizerAndStates() throws IOException {
    BundleCopy copy = BundleCopy.of(BundleCopy.tiny("tiny-lstm"), folder);
    String before = fingerprint(copy);
    assertThat(fingerprint(copy.flip("weights.bin", 9))).isNotEqualTo(before);
    copy.flip("weights.bin", 9);
    assertThat(fingerprint(copy.flip("review_cell.onnx", 50))).isNotEqualTo(before);
    copy.flip("review_cell.onnx", 50);
    assertThat(
            fingerprint(
                copy.replace(
                    "manifest.json", "\"lowercase_ascii\":true", "\"lowercase_ascii\":false")))
        .isNotEqualTo(before);
    copy.replace("manifest.json", "\"lowercase_ascii\":false", "\"lowercase_ascii\":true");
    assertThat(fingerprint(copy)).isEqualTo(before);
  }

  @Test
  void staysWithAnotherHeadOrSequenceGraph() throws IOException {
    BundleCopy copy = BundleCopy.of(BundleCopy.tiny("tiny-lstm"), folder);
    String before = fingerprint(copy);
    assertThat(fingerprint(copy.flip("head.onnx", 50).flip("token_sequence.onnx", 50)))
        .isEqualTo(before);
  }

  private static String fingerprint(BundleCopy copy) throws IOException {
    copy.sign();
    return Manifest.read(copy.folder().resolve("manifest.json")).stateFingerprint();
  }
}
