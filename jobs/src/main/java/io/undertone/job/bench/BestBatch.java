package io.undertone.job.bench;

import java.util.List;
import java.util.function.IntFunction;

/** Finds the B at which something is fastest: each is tried in turn, {@value #TRIES} times. */
final class BestBatch {

  /** The sizes that are tried. */
  static final List<Integer> SIZES = List.of(32, 64, 128, 256, 512);

  /** A hiccup of the machine must not decide; the first try warms up as well. */
  static final int TRIES = 3;

  private BestBatch() {}

  /** The B whose best try was the best. */
  static int of(IntFunction<Rate> way) {
    double[] best = new double[SIZES.size()];
    for (int turn = 0; turn < TRIES; turn++) {
      for (int i = 0; i < best.length; i++) {
        best[i] = Math.max(best[i], way.apply(SIZES.get(i)).tokensPerSecond());
      }
    }
    int first = 0;
    for (int i = 1; i < best.length; i++) {
      first = best[i] > best[first] ? i : first;
    }
    return SIZES.get(first);
  }
}
