package io.undertone.job.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The figures of all rounds. A machine that slows down slows all rows of a round, so two rows are
 * compared within each round; the median of those ratios counts.
 */
final class Rounds {

  private final List<Map<RowName, BenchRow>> rounds = new ArrayList<>();

  /** Begins the next round. */
  void begin() {
    rounds.add(new EnumMap<>(RowName.class));
  }

  /** Adds a row to the round that was begun last. */
  void add(RowName name, BenchRow row) {
    rounds.get(rounds.size() - 1).put(name, row);
  }

  /** The medians of all rows that were measured, in the report's order. */
  List<BenchRow> medians() {
    List<BenchRow> medians = new ArrayList<>();
    for (RowName name : RowName.values()) {
      List<BenchRow> rows =
          rounds.stream().map(round -> round.get(name)).filter(Objects::nonNull).toList();
      if (!rows.isEmpty()) {
        medians.add(BenchRow.median(rows));
      }
    }
    return medians;
  }

  /** The ratio of two rows' tokens/s; empty if no round has both. */
  OptionalDouble ratio(RowName row, RowName to) {
    List<Double> ratios = new ArrayList<>();
    for (Map<RowName, BenchRow> round : rounds) {
      BenchRow above = round.get(row);
      BenchRow below = round.get(to);
      if (above != null && below != null) {
        ratios.add(tokens(above) / tokens(below));
      }
    }
    return ratios.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(BenchRow.middle(ratios));
  }

  private static double tokens(BenchRow row) {
    return Objects.requireNonNull(row.tokensPerSecond());
  }
}
