package io.undertone.job.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/** Finds the B at which something is fastest, by trying each for a short time. */
final class BestBatch {

  /** The sizes that are tried. */
  static final List<Integer> TRIED = List.of(16, 32, 64, 96, 128, 192, 256, 384, 512);

  private static final Duration EACH = Duration.ofMillis(400);

  private BestBatch() {}

  static int of(BiFunction<Integer, Duration, Rate> way) {
    int best = TRIED.get(0);
    double bestRate = 0;
    Rate unused = way.apply(best, EACH); // the first call warms up
    for (int batch : TRIED) {
      double rate = way.apply(batch, EACH).tokensPerSecond();
      if (rate > bestRate) {
        best = batch;
        bestRate = rate;
      }
    }
    return best;
  }
}
