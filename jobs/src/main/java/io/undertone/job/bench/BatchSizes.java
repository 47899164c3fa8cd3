package io.undertone.job.bench;

import io.undertone.cell.ExecutorKind;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The batch size B of each batched row, its best one; {@value #NONE} if the model has no graph for
 * the row, or the plan leaves the row out. That of the executor of the rows with texts is always
 * determined.
 *
 * @param engine by executor, of the rows of {@link #ENGINE_ROWS}
 * @param text of the rows that begin with texts
 */
record BatchSizes(int ceiling, Map<ExecutorKind, Integer> engine, int text) {

  static final int NONE = 0;

  /** The row of each executor, in the order of the report. */
  static final Map<ExecutorKind, RowName> ENGINE_ROWS =
      Collections.unmodifiableMap(
          new EnumMap<>(
              Map.of(
                  ExecutorKind.CELL, RowName.ENGINE_CELL,
                  ExecutorKind.INTEGER, RowName.ENGINE_INTEGER,
                  ExecutorKind.SEQUENCE, RowName.ENGINE_SEQUENCE)));

  /** The sizes that are tried on a CPU, and those on a GPU, which has room for more. */
  private static final List<Integer> TRIED = List.of(32, 64, 128, 256, 512);

  private static final List<Integer> TRIED_ON_GPU = List.of(128, 256, 512, 1024, 2048, 4096);

  /** A hiccup of the machine must not decide; the first try warms up as well. */
  static final int TRIES = 3;

  /** How long each try takes. */
  private static final Duration TRY = Duration.ofMillis(250);

  /** The size that the plan gives for all, or else the best ones, found by trying. */
  static BatchSizes of(Plan plan, EngineRows engine, Ceiling ceiling) {
    List<Integer> tried = engine.runsOnGpu() ? TRIED_ON_GPU : TRIED;
    Map<ExecutorKind, Integer> sizes = new EnumMap<>(ExecutorKind.class);
    ENGINE_ROWS.forEach(
        (kind, row) ->
            sizes.put(
                kind,
                engine.runs(kind) && (plan.has(row) || kind == engine.ofTexts())
                    ? size(plan, tried, size -> engine.batched(kind, size, TRY))
                    : NONE));
    return new BatchSizes(
        plan.has(RowName.CEILING) ? size(plan, TRIED, size -> ceiling.run(size, TRY)) : NONE,
        sizes,
        sizes.getOrDefault(engine.ofTexts(), NONE));
  }

  private static int size(Plan plan, List<Integer> tried, IntFunction<Rate> way) {
    Integer given = plan.batch();
    return given == null ? fastest(tried, way) : given;
  }

  /** The size with the fastest try; of equals the smallest. */
  static int fastest(List<Integer> tried, IntFunction<Rate> way) {
    double[] best = new double[tried.size()];
    for (int turn = 0; turn < TRIES; turn++) {
      for (int i = 0; i < best.length; i++) {
        best[i] = Math.max(best[i], way.apply(tried.get(i)).tokensPerSecond());
      }
    }
    int first = 0;
    for (int i = 1; i < best.length; i++) {
      first = best[i] > best[first] ? i : first;
    }
    return tried.get(first);
  }
}
