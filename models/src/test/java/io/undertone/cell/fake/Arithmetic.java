package io.undertone.cell.fake;

import io.undertone.cell.StateLayout;

/** One step of a fake cell: every state takes in the value, each with a factor of its own. */
final class Arithmetic {

  /** The largest prime below 2^16: products with the factors stay exact in a float. */
  static final int MODULUS = 65_521;

  private static final int FACTOR = 31;

  private Arithmetic() {}

  /** Steps a row in place: {@code s ← (s · (31 + i) + value + 1) mod 65,521} for its i-th float. */
  static void step(StateLayout layout, float[] row, int value) {
    for (int i = 0; i < layout.width(); i++) {
      row[i] = (((int) row[i]) * (FACTOR + i) + value + 1) % MODULUS;
    }
  }
}
