package io.undertone.job.bench;

import static io.undertone.job.bench.RowName.CEILING;
import static io.undertone.job.bench.RowName.ENGINE_TEXT;
import static io.undertone.job.bench.RowName.PER_REVIEW;
import static io.undertone.job.bench.RowName.PER_TOKEN;
import static io.undertone.job.bench.RowName.PIPELINE;
import static io.undertone.job.bench.RowName.PIPELINE_HALF;

import io.undertone.cell.ExecutorKind;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One round: every row of the plan, one after the other. */
final class Round {

  /** The pipeline runs for so many checkpoint intervals, so that its rate includes checkpoints. */
  private static final double INTERVALS = 1.3;

  private final Plan plan;
  private final BatchSizes batches;
  private final EngineRows engine;
  private final Ceiling ceiling;
  private final @Nullable PipelineRows pipeline;
  private final BiConsumer<RowName, BenchRow> found;

  /**
   * @param pipeline null where no row needs it
   * @param found takes the rows
   */
  Round(
      Plan plan,
      BatchSizes batches,
      EngineRows engine,
      Ceiling ceiling,
      @Nullable PipelineRows pipeline,
      BiConsumer<RowName, BenchRow> found) {
    this.plan = plan;
    this.batches = batches;
    this.engine = engine;
    this.ceiling = ceiling;
    this.pipeline = pipeline;
    this.found = found;
  }

  void run() throws Exception {
    Duration time = plan.time();
    row(CEILING, batches.ceiling(), () -> ceiling.run(batches.ceiling(), time));
    BatchSizes.ENGINE_ROWS.forEach(
        (kind, name) -> {
          int size = batches.engine().getOrDefault(kind, BatchSizes.NONE);
          row(name, size, () -> engine.batched(kind, size, time));
        });
    row(
        PER_REVIEW,
        single(ExecutorKind.SEQUENCE),
        () -> engine.single(ExecutorKind.SEQUENCE, time));
    row(PER_TOKEN, single(ExecutorKind.CELL), () -> engine.single(ExecutorKind.CELL, time));
    if (plan.has(ENGINE_TEXT) || pipeline != null) {
      texts();
    }
  }

  private int single(ExecutorKind kind) {
    return engine.runs(kind) ? 1 : BatchSizes.NONE;
  }

  /** Measures a row that runs on one thread, if it is wanted and the model has a graph for it. */
  private void row(RowName name, int batch, Supplier<Rate> way) {
    if (plan.has(name) && batch != BatchSizes.NONE) {
      found.accept(name, BenchRow.ofRate(name, 1, batch, way.get()));
    }
  }

  /** The rows that begin with texts; the first one says how many the others need. */
  private void texts() throws Exception {
    int threads = plan.pipeline().threads();
    int slots = batches.text();
    Rate texts = engine.texts(slots, threads, plan.time());
    add(BenchRow.ofRate(ENGINE_TEXT, threads, slots, texts), ENGINE_TEXT);
    if (pipeline != null) {
      double seconds = INTERVALS * plan.pipeline().checkpointInterval().toMillis() / 1000;
      int full = (int) (seconds * texts.reviewsPerSecond());
      var measured = pipeline.run(full, Duration.ofMillis((long) (1000 * seconds)));
      add(BenchRow.ofRate(PIPELINE, threads, slots, measured.top()), PIPELINE);
      add(measured.half(threads, slots), PIPELINE_HALF);
    }
  }

  private void add(BenchRow row, RowName name) {
    if (plan.has(name)) {
      found.accept(name, row);
    }
  }
}
