package io.undertone.job.bench;

import io.undertone.cell.ExecutorKind;
import io.undertone.model.CellSpec;
import java.time.Duration;
import java.util.function.IntFunction;

/**
 * The B of each batched row, its best one; {@value #NONE} where the model has no graph for the row.
 * The ceiling's and the sequence's are {@value #NONE} too where nobody asks for their rows; the
 * cell's is looked for in any case, since the rows that begin with texts go by it.
 */
record Batches(int ceiling, int cell, int sequence) {

  static final int NONE = 0;

  /** Of the searches for the best B, for each that is tried. */
  private static final Duration TRY = Duration.ofMillis(250);

  /** Those that the plan gives, or else the best ones, found by trying. */
  static Batches of(Plan plan, CellSpec spec, EngineRows engine, Ceiling ceiling) {
    return new Batches(
        plan.has(RowName.CEILING) ? best(plan, size -> ceiling.run(size, TRY)) : NONE,
        spec.graph() != null
            ? best(plan, size -> engine.batched(ExecutorKind.CELL, size, TRY))
            : NONE,
        spec.sequenceGraph() != null && plan.has(RowName.ENGINE_SEQUENCE)
            ? best(plan, size -> engine.batched(ExecutorKind.SEQUENCE, size, TRY))
            : NONE);
  }

  private static int best(Plan plan, IntFunction<Rate> way) {
    Integer given = plan.batch();
    return given == null ? BestBatch.of(way) : given;
  }

  /** The B of rows that begin with texts. */
  int text() {
    return cell == NONE ? sequence : cell;
  }
}
