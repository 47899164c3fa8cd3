package io.undertone.job.bench;

import io.undertone.cell.Model;
import io.undertone.job.broker.EmbeddedBroker;
import io.undertone.model.CellSpec;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures all ways of doing the same work, in interleaved rounds, so that a machine that slows
 * down for a while slows all of them.
 */
public final class Bench {

  /** After this time no further warm-up round begins. */
  private static final Duration WARM_UP_MAX = Duration.ofMinutes(3);

  /** Share of one core that the JIT compilers may still use when measuring begins. */
  private static final double COMPILERS_REST = 0.1;

  private final ModelSource source;
  private final SentimentSettings settings;
  private final Plan plan;
  private final Consumer<String> progress;
  private final Rounds rounds = new Rounds();

  /**
   * @param progress takes lines for the user
   */
  public Bench(
      ModelSource source, SentimentSettings settings, Plan plan, Consumer<String> progress) {
    this.source = source;
    this.settings = settings;
    this.plan = plan;
    this.progress = progress;
  }

  /** Measures everything; takes minutes. */
  public Report run() throws Exception {
    try (var lease = source.lease(settings.device())) {
      Model model = lease.model();
      Map<String, Object> machine = Machine.describe(model.device().label());
      if (plan.hasPipeline()) {
        progress.accept("starting Kafka in this process");
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
          measure(model, broker);
        }
      } else {
        measure(model, null);
      }
      Report report = new Report(machine, model.manifest().id(), rounds.medians());
      report.table().forEach(progress);
      SpeedFloor.ALL.forEach(this::compare);
      return report;
    }
  }

  private void measure(Model model, @Nullable EmbeddedBroker broker) throws Exception {
    CellSpec cell = model.manifest().tokenCell();
    int tokensMax = settings.tokensMax(model);
    Workload work = Workload.of(plan.datasets(), model.tokenizer(), tokensMax);
    if (broker != null) {
      ReviewFeed.requireTaken(work, settings);
    }
    EngineRows engine = new EngineRows(model, work, settings.batching().executor(), tokensMax);
    Ceiling ceiling = new Ceiling(cell, work.tokensMean());
    progress.accept("finding the best B of each row");
    BatchSizes batches = BatchSizes.of(plan, engine, ceiling);
    PipelineRows pipeline = broker == null ? null : pipeline(broker, work, batches.text());
    warmUp(new Round(plan, batches, engine, ceiling, pipeline, (name, row) -> {}));
    Round round = new Round(plan, batches, engine, ceiling, pipeline, this::add);
    for (int number = 1; number <= plan.rounds(); number++) {
      progress.accept("round " + number + " of " + plan.rounds());
      rounds.begin();
      round.run();
    }
  }

  /**
   * Runs rounds that do not count until the JIT compilers are idle: a job runs for weeks, and in
   * its first minutes they use up to a core. Takes at most {@link #WARM_UP_MAX} and one round.
   */
  private void warmUp(Round round) throws Exception {
    CompilerShare compilers = new CompilerShare();
    long end = System.nanoTime() + WARM_UP_MAX.toNanos();
    for (int number = 1; number == 1 || System.nanoTime() < end; number++) {
      progress.accept("warming up: round " + number + ", which does not count");
      round.run();
      if (compilers.sinceLastAsked() <= COMPILERS_REST) {
        return;
      }
    }
    progress.accept("Java still compiles; the figures are those of a job not yet in its stride");
  }

  private PipelineRows pipeline(EmbeddedBroker broker, Workload work, int slots) {
    return new PipelineRows(
        broker, source, settings.with(settings.batching().withSlots(slots)), plan.pipeline(), work);
  }

  private void add(RowName name, BenchRow row) {
    rounds.add(name, row);
    progress.accept(Report.line(row));
  }

  /** Reports the ratio of two rows, and whether it reaches the floor. */
  private void compare(SpeedFloor floor) {
    rounds
        .ratio(floor.row(), floor.to())
        .ifPresent(
            ratio ->
                progress.accept(
                    String.format(
                        Locale.ROOT,
                        "%s is %.2f × %s (at least %.2f: %s)",
                        floor.row().code(),
                        ratio,
                        floor.to().code(),
                        floor.least(),
                        ratio >= floor.least() ? "yes" : "no")));
  }
}
