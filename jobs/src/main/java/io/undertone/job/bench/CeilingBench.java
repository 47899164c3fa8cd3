package io.undertone.job.bench;

import io.undertone.model.CellSpec;
import io.undertone.onnx.RecurrentProducts;
import java.time.Duration;

/** The recurrent matrix products alone: no step of the cell can be faster on this machine. */
final class CeilingBench {

  private final CellSpec cell;
  private final double tokensMean;

  CeilingBench(CellSpec cell, double tokensMean) {
    this.cell = cell;
    this.tokensMean = tokensMean;
  }

  Rate run(int rows, Duration time) {
    try (RecurrentProducts products = RecurrentProducts.open(cell, rows)) {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      long done = 0;
      while (System.nanoTime() < end) {
        products.run(rows);
        done += rows;
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Rate(done / seconds / tokensMean, done / seconds);
    }
  }
}
