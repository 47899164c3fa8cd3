package io.undertone.job.bench;

import io.undertone.model.CellSpec;
import io.undertone.onnx.RecurrentProducts;
import java.time.Duration;

/** The recurrent matrix products alone: no step of the cell can be faster on this machine. */
final class Ceiling {

  /** Products between two readings of the clock. */
  private static final int RUNS = 16;

  private final CellSpec cell;
  private final double tokensMean;

  /**
   * @param tokensMean tokens of a review on average
   */
  Ceiling(CellSpec cell, double tokensMean) {
    this.cell = cell;
    this.tokensMean = tokensMean;
  }

  Rate run(int rows, Duration time) {
    try (RecurrentProducts products = RecurrentProducts.open(cell, rows)) {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      long done = 0;
      while (System.nanoTime() < end) {
        for (int run = 0; run < RUNS; run++) {
          products.run(rows);
        }
        done += (long) RUNS * rows;
      }
      double tokensPerSecond = done * 1e9 / (System.nanoTime() - start);
      return new Rate(tokensPerSecond / tokensMean, tokensPerSecond);
    }
  }
}
