package io.undertone.job.bench;

import io.undertone.cell.ExecutorKind;
import io.undertone.cell.Model;
import io.undertone.job.bench.PipelineBench.Round;
import io.undertone.job.broker.EmbeddedBroker;
import io.undertone.model.CellSpec;
import io.undertone.operator.ModelSource;
import io.undertone.operator.SentimentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures every way of doing the same work, in turn and several times over, so that a machine that
 * slows down slows all of them.
 */
public final class Bench {

  /** Fed for longer than a checkpoint takes to come round. */
  private static final Duration HALF_LEAST = Duration.ofSeconds(12);

  private final ModelSource source;
  private final SentimentSettings settings;
  private final Plan plan;
  private final Consumer<String> progress;
  private final Map<String, List<BenchRow>> rows = new LinkedHashMap<>();

  /**
   * How much to measure.
   *
   * @param time of each row in each round
   * @param threads of the pipeline
   */
  public record Plan(
      int rounds,
      Duration time,
      int threads,
      Duration checkpointInterval,
      @Nullable Path dataset) {}

  public Bench(
      ModelSource source, SentimentSettings settings, Plan plan, Consumer<String> progress) {
    this.source = source;
    this.settings = settings;
    this.plan = plan;
    this.progress = progress;
  }

  /** Measures everything; takes minutes. */
  public BenchReport run() throws Exception {
    try (var lease = source.lease(settings.device());
        EmbeddedBroker broker = EmbeddedBroker.start()) {
      Model model = lease.model();
      Map<String, Object> machine = Machine.describe(model.device());
      BenchTexts texts = BenchTexts.of(plan.dataset(), model.tokenizer(), tokensMax(model));
      EngineBench engine = new EngineBench(model, texts);
      CeilingBench ceiling = new CeilingBench(model.manifest().tokenCell(), texts.tokensMean());
      PipelineBench pipeline =
          new PipelineBench(
              broker, source, settings, plan.threads(), plan.checkpointInterval(), texts);
      Best best = best(model, engine, ceiling);
      for (int round = 1; round <= plan.rounds(); round++) {
        progress.accept("round " + round + " of " + plan.rounds());
        measure(model, engine, ceiling, pipeline, best);
      }
      return new BenchReport(
          machine, model.manifest().id(), rows.values().stream().map(BenchRow::median).toList());
    }
  }

  /** The fastest B of each batched row; null where the model has no such graph. */
  private record Best(int ceiling, @Nullable Integer cell, @Nullable Integer sequence) {}

  private Best best(Model model, EngineBench engine, CeilingBench ceiling) {
    progress.accept("finding the best batch of each row");
    CellSpec cell = model.manifest().tokenCell();
    return new Best(
        BestBatch.of(ceiling::run),
        cell.graph() == null ? null : (Integer) BestBatch.of(engine::cell),
        cell.sequenceGraph() == null ? null : (Integer) BestBatch.of(engine::sequence));
  }

  private void measure(
      Model model, EngineBench engine, CeilingBench ceiling, PipelineBench pipeline, Best best)
      throws Exception {
    Duration time = plan.time();
    add(BenchRow.ofRate("ceiling", 1, best.ceiling, ceiling.run(best.ceiling, time)));
    if (best.cell != null) {
      add(BenchRow.ofRate("engine-cell", 1, best.cell, engine.cell(best.cell, time)));
    }
    if (best.sequence != null) {
      add(
          BenchRow.ofRate(
              "engine-sequence", 1, best.sequence, engine.sequence(best.sequence, time)));
      add(BenchRow.ofRate("per-review", 1, 1, engine.single(ExecutorKind.SEQUENCE, time)));
    }
    if (best.cell != null) {
      add(BenchRow.ofRate("per-token", 1, 1, engine.single(ExecutorKind.CELL, time)));
      Rate text = text(model, engine, best.cell);
      add(BenchRow.ofRate("engine-text", plan.threads(), best.cell, text));
      measure(pipeline, text);
    }
  }

  private void measure(PipelineBench pipeline, Rate text) throws Exception {
    int full = (int) (text.reviewsPerSecond() * 2 * plan.time().toMillis() / 1000);
    Duration half = plan.time().compareTo(HALF_LEAST) > 0 ? plan.time() : HALF_LEAST;
    Round round = pipeline.run(Math.max(1000, full), half);
    int slots = settings.batching().slots();
    add(BenchRow.ofRate("pipeline", plan.threads(), slots, round.top()));
    add(
        new BenchRow(
            "pipeline-half",
            plan.threads(),
            slots,
            round.top().reviewsPerSecond() / 2,
            round.top().tokensPerSecond() / 2,
            round.p50(),
            round.p99(),
            round.committedP99()));
  }

  /** All threads at once, each from a place of its own among the texts. */
  private Rate text(Model model, EngineBench engine, int slots) {
    int tokensMax = tokensMax(model);
    List<CompletableFuture<Rate>> threads = new ArrayList<>();
    for (int thread = 0; thread < plan.threads(); thread++) {
      long first = (long) thread * BenchTexts.COUNT / plan.threads();
      threads.add(
          CompletableFuture.supplyAsync(
              () -> engine.text(slots, tokensMax, first, plan.time()), Bench::inThread));
    }
    List<Rate> rates = threads.stream().map(CompletableFuture::join).toList();
    return new Rate(
        rates.stream().mapToDouble(Rate::reviewsPerSecond).sum(),
        rates.stream().mapToDouble(Rate::tokensPerSecond).sum());
  }

  private static void inThread(Runnable work) {
    new Thread(work, "bench").start();
  }

  private void add(BenchRow row) {
    rows.computeIfAbsent(row.name(), name -> new ArrayList<>()).add(row);
    progress.accept(
        "  %s: %,.0f reviews/s%s"
            .formatted(
                row.name(),
                row.reviewsPerSecond(),
                row.p99Ms() == null ? "" : ", p99 %.1f ms".formatted(row.p99Ms())));
  }

  private int tokensMax(Model model) {
    return settings.tokensMax() == SentimentSettings.MODELS_OWN
        ? model.manifest().tokenizer().tokensMax()
        : settings.tokensMax();
  }
}
