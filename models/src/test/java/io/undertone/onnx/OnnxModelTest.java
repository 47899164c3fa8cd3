package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.cell.Device;
import io.undertone.cell.DeviceChoice;
import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.GoldenCheck;
import io.undertone.cell.GoldenDeviation;
import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.model.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxModelTest {

  /**
   * The second byte of a weight that every token meets; the goldens do not read every embedding.
   */
  private static final int WITHIN_RECURRENT_WEIGHTS = 5_505;

  /** The highest byte of a bias that only tiny-lstm's sequence graph has. */
  private static final int WITHIN_SEQUENCE_BIAS = 1_411;

  @TempDir private Path folder;

  static List<Path> everyBundle() {
    return BundleCopy.all();
  }

  @AfterEach
  void leavesNothingOpen() {
    assertThat(OpenHandles.sessions()).isZero();
    assertThat(OpenHandles.tensors()).isZero();
  }

  @ParameterizedTest
  @MethodSource("everyBundle")
  void givesTheAnswersOfItsGoldens(Path path) {
    Bundle bundle = Bundle.open(path);
    try (OnnxModel model = OnnxModel.load(bundle, DeviceChoice.CPU)) {
      assertThat(model.device()).isEqualTo(Device.CPU);
      assertThat(model.executor(ExecutorKind.AUTO)).isEqualTo(ExecutorKind.INTEGER);
      boolean sequence = bundle.manifest().tokenCell().sequenceGraph() != null;
      for (ExecutorKind executor :
          sequence
              ? List.of(ExecutorKind.CELL, ExecutorKind.INTEGER, ExecutorKind.SEQUENCE)
              : List.of(ExecutorKind.CELL, ExecutorKind.INTEGER)) {
        for (int slots : new int[] {1, 7, 64}) {
          GoldenDeviation deviation =
              GoldenCheck.run(model, bundle.golden(), new EngineSettings(slots, executor));
          assertThat(deviation.passes()).as("%s by %s", deviation, executor).isTrue();
        }
      }
    }
  }

  @Test
  void noticesAWeightThatIsNotTheGoldens() throws IOException {
    assertUnproven(tiny("tiny-lstm").flip("weights.bin", WITHIN_RECURRENT_WEIGHTS).sign());
  }

  @Test
  void noticesAGoldenThatIsNotTheWeights() throws IOException {
    assertUnproven(tiny("tiny-rnn").replace("golden.json", "\"norm\": 1", "\"norm\": 2").sign());
  }

  @Test
  void noticesTokensThatAreNotTheGoldens() throws IOException {
    BundleCopy copy = tiny("tiny-gru").replace("golden.json", "\"tokens\": [", "\"tokens\": [9, ");
    assertLoadFails(copy.sign(), " tokens of golden review 0, found ");
  }

  @Test
  void noticesStatesThatTheGraphDoesNotHave() throws IOException {
    assertLoadFails(
        tiny("tiny-rnn")
            .replace("manifest.json", "max0", "max9")
            .replace("manifest.json", "max0", "max9")
            .sign(),
        "expected the inputs {h0=FLOAT[-1, 16], max9=FLOAT[-1, 16], token=INT32[-1]}, found"
            + " {h0=FLOAT[-1, 16], max0=FLOAT[-1, 16], token=INT32[-1]}.");
  }

  @Test
  void noticesAStateOfAnotherShape() throws IOException {
    assertLoadFails(
        tiny("tiny-rnn")
            .manifest(
                manifest ->
                    ((ObjectNode) manifest.at("/token_cell/states/0"))
                        .putArray("shape")
                        .add(4)
                        .add(4))
            .sign(),
        "expected the inputs {h0=FLOAT[-1, 4, 4], ");
  }

  @Test
  void noticesAStateThatTheManifestDoesNotName() throws IOException {
    assertLoadFails(
        tiny("tiny-rnn")
            .manifest(
                manifest -> {
                  ((ArrayNode) manifest.at("/token_cell/states")).remove(1);
                  ((ArrayNode) manifest.get("readout")).remove(0);
                })
            .sign(),
        "expected the inputs {h0=FLOAT[-1, 16], token=INT32[-1]}, found"
            + " {h0=FLOAT[-1, 16], max0=FLOAT[-1, 16], token=INT32[-1]}.");
  }

  @Test
  void noticesMoreLabelsThanLogits() throws IOException {
    assertLoadFails(
        tiny("tiny-rnn").manifest(manifest -> ((ArrayNode) manifest.get("labels")).add("neutral")),
        "/head.onnx: expected the outputs {logits=FLOAT[-1, 3]}, found {logits=FLOAT[-1, 2]}.");
  }

  /**
   * As on a CPU that adds in another order: it is told by `models check`, and used all the same.
   */
  @Test
  void servesAnswersThatAreALittleFurtherOffThanIsPromised() throws IOException {
    BundleCopy copy = tiny("tiny-rnn");
    Matcher logit =
        Pattern.compile("\"logits\": \\[(-?[0-9.]+)")
            .matcher(Files.readString(folder.resolve("golden.json")));
    assertThat(logit.find()).isTrue();
    double off = Double.parseDouble(logit.group(1)) + 5e-5;
    copy.replace("golden.json", logit.group(), "\"logits\": [" + off).sign();
    Bundle bundle = Bundle.open(folder);
    try (OnnxModel model = OnnxModel.load(bundle, DeviceChoice.CPU)) {
      GoldenDeviation found =
          GoldenCheck.run(model, bundle.golden(), new EngineSettings(4, ExecutorKind.CELL));
      assertThat(found.usable()).isTrue();
      assertThat(found.passes()).isFalse();
    }
  }

  @Test
  void saysThatThereIsNoGpuWhereOneIsAskedFor() {
    if (CudaProbe.obstacle() == null) {
      return;
    }
    Bundle bundle = Bundle.open(BundleCopy.tiny("tiny-lstm"));
    assertThatThrownBy(() -> OnnxModel.load(bundle, DeviceChoice.CUDA))
        .isInstanceOf(DeviceException.class)
        .hasMessageStartingWith(
            "Loading tiny-lstm@1 on cuda: expected a GPU that gives the goldens' answers, found ")
        .hasMessageEndingWith("or choose the device cpu.");
  }

  @Test
  void takesTheCpuWhereThereIsNoGpu() {
    if (CudaProbe.obstacle() == null) {
      return;
    }
    Bundle bundle = Bundle.open(BundleCopy.tiny("tiny-lstm"));
    try (OnnxModel model = OnnxModel.load(bundle, DeviceChoice.AUTO)) {
      assertThat(model.device()).isEqualTo(Device.CPU);
      assertThat(model.deviceReason()).isEqualTo(CudaProbe.obstacle());
    }
  }

  /** As on a machine with a GPU whose libraries are missing: CUDA is really tried, and refuses. */
  @Test
  void keepsWhatKeptItFromTheGpu() {
    if (CudaProbe.obstacle() == null) {
      return;
    }
    Bundle bundle = Bundle.open(BundleCopy.tiny("tiny-lstm"));
    try (OnnxModel model = new ModelLoader(bundle, null).load(DeviceChoice.AUTO)) {
      assertThat(model.device()).isEqualTo(Device.CPU);
      assertThat(model.deviceReason()).containsIgnoringCase("cuda").doesNotEndWith("\n");
    }
  }

  @Test
  void hasNoReasonForADeviceThatWasNamed() {
    Bundle bundle = Bundle.open(BundleCopy.tiny("tiny-lstm"));
    try (OnnxModel model = OnnxModel.load(bundle, DeviceChoice.CPU)) {
      assertThat(model.deviceReason()).isNull();
    }
  }

  /** It stops nobody who has not asked for it. */
  @Test
  void refusesAnExecutorByNameThatDoesNotGiveTheGoldensAnswers() throws IOException {
    BundleCopy copy = tiny("tiny-lstm").flip("token_sequence.onnx", WITHIN_SEQUENCE_BIAS).sign();
    try (OnnxModel model = OnnxModel.load(Bundle.open(copy.folder()), DeviceChoice.CPU)) {
      assertThat(model.executor(ExecutorKind.CELL)).isEqualTo(ExecutorKind.CELL);
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> model.openTokenStage(new EngineSettings(4, ExecutorKind.SEQUENCE)))
            .isInstanceOf(BundleException.class)
            .hasMessageMatching(
                "Proving tiny-lstm@1 by whole reviews on cpu: expected the answers of its goldens"
                    + " within 1\\.0E-4, found logits up to .+ and states up to .+ away\\. Copy the"
                    + " whole bundle again, or export it again: its graphs and its goldens differ\\.");
      }
      assertThat(model.executor(ExecutorKind.AUTO)).isEqualTo(ExecutorKind.INTEGER);
    }
  }

  @Test
  void refusesAnExecutorThatTheBundleHasNoGraphFor() throws IOException {
    BundleCopy copy =
        tiny("tiny-lstm")
            .manifest(
                manifest -> ((ObjectNode) manifest.get("token_cell")).putNull("sequence_graph"));
    try (OnnxModel model = OnnxModel.load(Bundle.open(copy.folder()), DeviceChoice.CPU)) {
      assertThatThrownBy(() -> model.executor(ExecutorKind.SEQUENCE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Choosing the executor SEQUENCE: expected a graph for it, found none in tiny-lstm@1."
                  + " Choose another, or auto.");
    }
  }

  private BundleCopy tiny(String name) throws IOException {
    return BundleCopy.of(BundleCopy.tiny(name), folder);
  }

  private static void assertUnproven(BundleCopy copy) {
    assertLoadFails(copy, "expected the answers of its goldens within 1.0E-4, found logits up to ");
  }

  private static void assertLoadFails(BundleCopy copy, String message) {
    Bundle bundle = Bundle.open(copy.folder());
    assertThatThrownBy(() -> OnnxModel.load(bundle, DeviceChoice.CPU))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(message);
  }
}
