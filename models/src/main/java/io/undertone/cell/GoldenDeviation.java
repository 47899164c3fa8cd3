package io.undertone.cell;

/**
 * How far a model's answers are from its goldens.
 *
 * @param logits largest |found − golden| among the logits
 * @param states largest |found − golden| / max(1, |golden|) among the states and their norms
 * @param reviews golden reviews that were run
 */
public record GoldenDeviation(double logits, double states, int reviews) {

  /** What float arithmetic in another order may differ by. */
  public static final double MAX = 1e-4;

  /** Whether both deviations are within {@link #MAX}. */
  public boolean passes() {
    return logits <= MAX && states <= MAX;
  }
}
