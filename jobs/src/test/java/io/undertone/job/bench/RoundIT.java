package io.undertone.job.bench;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ExecutorKind;
import io.undertone.cell.Model;
import io.undertone.job.StateBackend;
import io.undertone.job.broker.EmbeddedBroker;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.Batching;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One round on a small bundle, each row as briefly as it can be. */
@Timeout(300)
class RoundIT {

  private static final String BUNDLE =
      Path.of("..", "models", "bundles", "reviews-en-rnn").toAbsolutePath().normalize().toString();
  private static final int SLOTS = 128;

  /** A model that reads only step by step has no whole reviews to measure. */
  @Test
  void leavesOutTheRowsThatAModelHasNoGraphFor() throws Exception {
    Set<RowName> asked = EnumSet.of(RowName.PER_REVIEW, RowName.PER_TOKEN);
    PipelineSetup setup = new PipelineSetup(1, 8, StateBackend.HASHMAP, Duration.ofMillis(200));
    Plan plan = new Plan(asked, 1, Duration.ofMillis(100), SLOTS, List.of(), setup);
    Map<RowName, BenchRow> rows = new EnumMap<>(RowName.class);
    String steps = Path.of(BUNDLE).resolveSibling("reviews-zh-chars-gru").toString();

    try (var lease = ModelSource.at(steps).lease(DeviceChoice.CPU)) {
      Model model = lease.model();
      int tokensMax = model.manifest().tokenizer().tokensMax();
      Workload work = Workload.of(List.of(), model.tokenizer(), tokensMax);
      EngineRows engine = new EngineRows(model, work, ExecutorKind.CELL, tokensMax);
      Ceiling ceiling = new Ceiling(model.manifest().tokenCell(), work.tokensMean());
      new Round(plan, BatchSizes.of(plan, engine, ceiling), engine, ceiling, null, rows::put).run();
    }

    assertThat(rows.keySet()).containsExactly(RowName.PER_TOKEN);
  }

  /** What has been fed at full speed is not fed again: it would be dropped as a repeat. */
  @Test
  void measuresEveryRowWhereRepeatsAreDropped() throws Exception {
    Duration soon = Duration.ofMillis(100);
    PipelineSetup setup = new PipelineSetup(1, 8, StateBackend.HASHMAP, Duration.ofMillis(200));
    Plan plan = new Plan(EnumSet.allOf(RowName.class), 1, soon, SLOTS, List.of(), setup);
    SentimentSettings settings =
        SentimentSettings.defaults()
            .with(DeviceChoice.CPU)
            .withUniqueFor(Duration.ofDays(1))
            .with(new Batching(SLOTS, ExecutorKind.CELL, Duration.ZERO));
    ModelSource source = ModelSource.at(BUNDLE);
    Map<RowName, BenchRow> rows = new EnumMap<>(RowName.class);

    try (var lease = source.lease(DeviceChoice.CPU);
        EmbeddedBroker broker = EmbeddedBroker.start()) {
      Model model = lease.model();
      int tokensMax = model.manifest().tokenizer().tokensMax();
      Workload work = Workload.of(plan.datasets(), model.tokenizer(), tokensMax);
      new Round(
              plan,
              new BatchSizes(
                  SLOTS,
                  Map.of(
                      ExecutorKind.CELL, SLOTS,
                      ExecutorKind.INTEGER, SLOTS,
                      ExecutorKind.SEQUENCE, SLOTS),
                  SLOTS),
              new EngineRows(model, work, ExecutorKind.CELL, tokensMax),
              new Ceiling(model.manifest().tokenCell(), work.tokensMean()),
              new PipelineRows(broker, source, settings, setup, work),
              rows::put)
          .run();
    }

    assertThat(rows.keySet()).containsExactly(RowName.values());
    assertThat(rows.values())
        .allSatisfy(row -> assertThat(row.reviewsPerSecond()).isPositive())
        .allSatisfy(row -> assertThat(row.tokensPerSecond()).isPositive());
    BenchRow half = requireNonNull(rows.get(RowName.PIPELINE_HALF));
    assertThat(half.p50Ms()).isPositive();
    assertThat(half.committedP99Ms()).isGreaterThan(half.p50Ms());
  }
}
