package io.undertone.job.bench;

import io.undertone.cell.ExecutorKind;
import io.undertone.model.CellSpec;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The B of each batched row, its best one; {@value #NONE} where the model has no graph for the row.
 * The ceiling's and the sequence's are {@value #NONE} too where nobody asks for their rows; the
 * cell's is looked for in any case, since the rows that begin with texts go by it.
 */
record BatchSizes(int ceiling, int cell, int sequence) {

  static final int NONE = 0;

  /** The sizes that are tried. */
  static final List<Integer> TRIED = List.of(32, 64, 128, 256, 512);

  /** A hiccup of the machine must not decide; the first try warms up as well. */
  static final int TRIES = 3;

  /** How long each try takes. */
  private static final Duration TRY = Duration.ofMillis(250);

  /** Those that the plan gives, or else the best ones, found by trying. */
  static BatchSizes of(Plan plan, CellSpec spec, EngineRows engine, Ceiling ceiling) {
    return new BatchSizes(
        plan.has(RowName.CEILING) ? size(plan, size -> ceiling.run(size, TRY)) : NONE,
        spec.graph() != null
            ? size(plan, size -> engine.batched(ExecutorKind.CELL, size, TRY))
            : NONE,
        spec.sequenceGraph() != null && plan.has(RowName.ENGINE_SEQUENCE)
            ? size(plan, size -> engine.batched(ExecutorKind.SEQUENCE, size, TRY))
            : NONE);
  }

  /** The B of rows that begin with texts. */
  int text() {
    return cell == NONE ? sequence : cell;
  }

  private static int size(Plan plan, IntFunction<Rate> way) {
    Integer given = plan.batch();
    return given == null ? fastest(way) : given;
  }

  /** The size whose best try was the best; of equals the smallest. */
  static int fastest(IntFunction<Rate> way) {
    double[] best = new double[TRIED.size()];
    for (int turn = 0; turn < TRIES; turn++) {
      for (int i = 0; i < best.length; i++) {
        best[i] = Math.max(best[i], way.apply(TRIED.get(i)).tokensPerSecond());
      }
    }
    int first = 0;
    for (int i = 1; i < best.length; i++) {
      first = best[i] > best[first] ? i : first;
    }
    return TRIED.get(first);
  }
}
