package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.cell.DeviceChoice;
import io.undertone.cell.EngineSettings;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.GoldenCheck;
import io.undertone.cell.GoldenDeviation;
import io.undertone.cell.ReviewEngine;
import io.undertone.cell.ReviewTask;
import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import io.undertone.model.BundleException;
import io.undertone.model.CellKind;
import io.undertone.model.CellSpec;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shape of recurrent net, trained in PyTorch or Keras, through the real engine: states and
 * logits are the framework's, whichever executor reads, however many slots there are. {@code python
 * -m undertone_training zoo} writes the bundles, an archive each.
 */
class ZooTest {

  private static final Path ZOO = Path.of("src/test/resources/zoo");
  private static final double TOLERANCE = 1e-5;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path unpacked;

  @TempDir private Path folder;

  @BeforeAll
  static void unpack() throws IOException {
    try (Stream<Path> archives = Files.list(ZOO)) {
      for (Path archive : archives.toList()) {
        String name = archive.getFileName().toString().replace(".zip", "");
        try (FileSystem files = FileSystems.newFileSystem(archive)) {
          BundleCopy.of(files.getPath("/"), Files.createDirectory(unpacked.resolve(name)));
        }
      }
    }
  }

  static List<Path> everyShape() throws IOException {
    try (Stream<Path> bundles = Files.list(unpacked)) {
      return bundles.sorted().toList();
    }
  }

  static List<Path> everyShapeThatSteps() throws IOException {
    return everyShape().stream().filter(path -> cell(path).graph() != null).toList();
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void givesTheFrameworksStatesAndLogitsByEachExecutor(Path path) {
    Bundle bundle = Bundle.open(path);
    try (OnnxModel model = OnnxModel.load(bundle, DeviceChoice.CPU)) {
      for (ExecutorKind executor : executors(bundle)) {
        for (int slots : new int[] {1, 3, 32}) {
          GoldenDeviation deviation =
              GoldenCheck.run(model, bundle.golden(), new EngineSettings(slots, executor));
          assertThat(deviation.passes()).as("%s by %s", deviation, executor).isTrue();
          if (executor != ExecutorKind.INTEGER) {
            assertThat(deviation.logits()).as("logits by %s", executor).isLessThan(TOLERANCE);
            assertThat(deviation.states()).as("states by %s", executor).isLessThan(TOLERANCE);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void answersAfterEachTokenAsTheFrameworkDoes(Path path) throws IOException {
    JsonNode review = JSON.readTree(path.resolve("golden.json").toFile()).at("/reviews/0");
    int[] tokens =
        IntStream.range(0, review.get("tokens").size()).map(i -> token(review, i)).toArray();
    try (OnnxModel model = OnnxModel.load(Bundle.open(path), DeviceChoice.CPU)) {
      List<float[]> found = answersAfterEachToken(model, inFloats(model), tokens);
      assertThat(found).hasSize(review.get("token_logits").size()).isNotEmpty();
      for (int i = 0; i < tokens.length; i++) {
        JsonNode expected = review.get("token_logits").get(i);
        for (int label = 0; label < expected.size(); label++) {
          assertThat((double) found.get(i)[label])
              .isCloseTo(expected.get(label).doubleValue(), within(TOLERANCE));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyShapeThatSteps")
  void givesTheSameBitsForAnySlots(Path path) {
    Bundle bundle = Bundle.open(path);
    try (OnnxModel model = OnnxModel.load(bundle, DeviceChoice.CPU)) {
      for (ExecutorKind executor : executorsThatStep(bundle)) {
        List<ReviewTask> expected = answers(model, bundle, executor, 1);
        for (int slots : new int[] {2, 3, 5, 17, 64}) {
          List<ReviewTask> found = answers(model, bundle, executor, slots);
          for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i).logits()).isEqualTo(expected.get(i).logits());
            assertThat(found.get(i).memory()).isEqualTo(expected.get(i).memory());
          }
        }
      }
    }
  }

  @Test
  void holdsEveryKindOfCellFromBothFrameworksInBothDirections() throws IOException {
    List<CellSpec> cells = everyShape().stream().map(ZooTest::cell).toList();
    for (String framework : List.of("pytorch ", "keras ")) {
      for (boolean bidirectional : new boolean[] {false, true}) {
        assertThat(cells)
            .filteredOn(cell -> cell.framework().startsWith(framework))
            .filteredOn(cell -> cell.bidirectional() == bidirectional)
            .extracting(CellSpec::kind)
            .contains(CellKind.values());
      }
    }
  }

  @Test
  void refusesABidirectionalReaderThatWouldGoOnFromReviewToReview() throws IOException {
    assertFails(
        copy("lstm-bidirectional", token -> state(token, 0).put("scope", "user")),
        "expected the scope review for every state of a bidirectional token_cell, found the scope"
            + " user for h0. ");
  }

  @Test
  void refusesABidirectionalReaderThatWouldStep() throws IOException {
    assertFails(
        copy("lstm-bidirectional", token -> token.put("graph", "head.onnx")),
        "expected only a sequence_graph in a bidirectional token_cell, found the graph head.onnx. ");
  }

  private Bundle open(BundleCopy copy) {
    return Bundle.open(copy.folder());
  }

  private void assertFails(BundleCopy copy, String message) {
    assertThatThrownBy(() -> open(copy))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(message);
  }

  private BundleCopy copy(String name, Consumer<ObjectNode> edit) throws IOException {
    return BundleCopy.of(unpacked.resolve(name), folder)
        .manifest(manifest -> edit.accept((ObjectNode) manifest.get("token_cell")));
  }

  private static ObjectNode state(ObjectNode cell, int index) {
    return (ObjectNode) ((ArrayNode) cell.get("states")).get(index);
  }

  private static CellSpec cell(Path path) {
    return Bundle.open(path).manifest().tokenCell();
  }

  private static int token(JsonNode review, int index) {
    return review.get("tokens").get(index).intValue();
  }

  private static List<ExecutorKind> executors(Bundle bundle) {
    CellSpec cell = bundle.manifest().tokenCell();
    List<ExecutorKind> executors = new ArrayList<>();
    if (cell.graph() != null) {
      executors.add(ExecutorKind.CELL);
    }
    if (cell.integer() != null) {
      executors.add(ExecutorKind.INTEGER);
    }
    if (cell.sequenceGraph() != null) {
      executors.add(ExecutorKind.SEQUENCE);
    }
    return executors;
  }

  private static List<ExecutorKind> executorsThatStep(Bundle bundle) {
    return executors(bundle).stream().filter(kind -> kind != ExecutorKind.SEQUENCE).toList();
  }

  private static ExecutorKind inFloats(OnnxModel model) {
    return model.manifest().tokenCell().graph() == null ? ExecutorKind.SEQUENCE : ExecutorKind.CELL;
  }

  /** The logits after each token, as if the review ended there: every prefix a user of its own. */
  private static List<float[]> answersAfterEachToken(
      OnnxModel model, ExecutorKind executor, int[] tokens) {
    List<ReviewTask> tasks =
        IntStream.rangeClosed(1, tokens.length)
            .mapToObj(end -> ReviewTask.ofTokens(Arrays.copyOf(tokens, end), null, null))
            .toList();
    try (ReviewEngine engine = new ReviewEngine(model, new EngineSettings(4, executor))) {
      tasks.forEach(engine::add);
      engine.drain();
    }
    return tasks.stream().map(ReviewTask::logits).toList();
  }

  /** The golden reviews ten times over, each user's going on from the last. */
  private static List<ReviewTask> answers(
      OnnxModel model, Bundle bundle, ExecutorKind executor, int slots) {
    Map<String, ReviewTask> last = new HashMap<>();
    List<ReviewTask> tasks = new ArrayList<>();
    EngineSettings settings = new EngineSettings(slots, executor);
    try (ReviewEngine engine = new ReviewEngine(model, settings)) {
      for (int round = 0; round < 10; round++) {
        for (var review : bundle.golden().reviews()) {
          String user = review.user() + round % 4;
          int[] tokens = review.tokens().stream().mapToInt(Integer::intValue).toArray();
          ReviewTask task = ReviewTask.ofTokens(tokens, null, last.get(user));
          last.put(user, task);
          engine.add(task);
          tasks.add(task);
        }
      }
      engine.drain();
    }
    return tasks;
  }
}
