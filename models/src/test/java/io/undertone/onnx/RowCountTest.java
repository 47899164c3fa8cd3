package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.cell.Device;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.ModelLayout;
import io.undertone.cell.StateLayout;
import io.undertone.cell.StepGraph;
import io.undertone.model.Bundle;
import io.undertone.model.BundleCopy;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise under all others: how many rows a graph steps, and where among them a row stands,
 * changes no bit of it. For every bundle at hand and every B from 1 to 300.
 */
class RowCountTest {

  private static final int ROWS_MAX = 300;
  private static final long SEED = 11;

  static List<Path> everyBundle() {
    return BundleCopy.all();
  }

  @ParameterizedTest(name = "{0}, seed 11")
  @MethodSource("everyBundle")
  void changesNoBitOfATokenCell(Path path) throws Exception {
    Bundle bundle = Bundle.open(path);
    ModelLayout layout = ModelLayout.of(bundle.manifest());
    try (Graphs graphs = Graphs.load(bundle, Device.CPU)) {
      for (Session session :
          List.of(
              Objects.requireNonNull(graphs.token(ExecutorKind.CELL)),
              Objects.requireNonNull(graphs.token(ExecutorKind.INTEGER)))) {
        try (StepGraph graph = OnnxStepGraph.ofTokens(session, layout.token(), ROWS_MAX)) {
          Random random = new Random(SEED);
          int[] tokens =
              random.ints(ROWS_MAX, 0, bundle.manifest().tokenizer().vocabulary()).toArray();
          assertNoBitChanges(graph, states(random, layout.token()), new float[0][], tokens);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}, seed 11")
  @MethodSource("everyBundle")
  void changesNoBitOfAReviewCell(Path path) throws Exception {
    Bundle bundle = Bundle.open(path);
    ModelLayout layout = ModelLayout.of(bundle.manifest());
    StateLayout review = layout.review();
    if (review == null) {
      return;
    }
    try (Graphs graphs = Graphs.load(bundle, Device.CPU);
        StepGraph graph =
            OnnxStepGraph.ofInputs(
                Objects.requireNonNull(graphs.review()), review, ROWS_MAX, layout.readoutWidth())) {
      Random random = new Random(SEED);
      float[][] inputs = rows(random, layout.readoutWidth());
      assertNoBitChanges(graph, states(random, review), inputs, new int[ROWS_MAX]);
    }
  }

  @ParameterizedTest(name = "{0}, seed 11")
  @MethodSource("everyBundle")
  void changesNoBitOfAHead(Path path) throws Exception {
    Bundle bundle = Bundle.open(path);
    ModelLayout layout = ModelLayout.of(bundle.manifest());
    Random random = new Random(SEED);
    float[][] readouts = rows(random, layout.readoutWidth());
    float[][] reviews = rows(random, layout.review() == null ? 1 : layout.review().width());
    try (Graphs graphs = Graphs.load(bundle, Device.CPU);
        OnnxHead head = new OnnxHead(graphs.head(), bundle.manifest(), layout, ROWS_MAX)) {
      for (int row = 0; row < ROWS_MAX; row++) {
        head.load(row, readouts[row], reviews[row]);
      }
      head.run(ROWS_MAX);
      float[][] expected = new float[ROWS_MAX][];
      for (int row = 0; row < ROWS_MAX; row++) {
        expected[row] = head.logits(row);
      }
      for (int rows = 1; rows <= ROWS_MAX; rows++) {
        head.run(rows);
        for (int row = 0; row < rows; row++) {
          assertThat(head.logits(row)).isEqualTo(expected[row]);
        }
      }
    }
  }

  /** Steps the last {@code rows} of all rows at once, so that each stands elsewhere each time. */
  private static void assertNoBitChanges(
      StepGraph graph, float[][] states, float[][] inputs, int[] tokens) {
    float[][] expected = stepped(graph, states, inputs, tokens, 0);
    for (int first = 1; first < ROWS_MAX; first++) {
      float[][] found = stepped(graph, states, inputs, tokens, first);
      for (int row = 0; row < found.length; row++) {
        assertThat(found[row]).isEqualTo(expected[first + row]);
      }
    }
  }

  private static float[][] stepped(
      StepGraph graph, float[][] states, float[][] inputs, int[] tokens, int first) {
    int rows = ROWS_MAX - first;
    int[] ids = new int[rows];
    System.arraycopy(tokens, first, ids, 0, rows);
    for (int row = 0; row < rows; row++) {
      graph.load(row, states[first + row]);
      if (inputs.length > 0) {
        graph.input(row, inputs[first + row]);
      }
    }
    graph.step(ids, rows);
    float[][] found = new float[rows][graph.layout().width()];
    for (int row = 0; row < rows; row++) {
      graph.save(row, found[row]);
    }
    return found;
  }

  private static float[][] states(Random random, StateLayout layout) {
    return rows(random, layout.width());
  }

  private static float[][] rows(Random random, int width) {
    float[][] rows = new float[ROWS_MAX][width];
    for (float[] row : rows) {
      for (int i = 0; i < width; i++) {
        row[i] = 2 * random.nextFloat() - 1;
      }
    }
    return rows;
  }
}
