package io.undertone.cell;

/**
 * How far a model's answers are from its goldens.
 *
 * @param logits largest |found − golden| / max(1, |golden|) among the logits
 * @param states largest |found − golden| / max(1, |golden|) among the states and their norms
 * @param reviews golden reviews that were run
 */
public record GoldenDeviation(double logits, double states, int reviews) {

  /** What is promised: what float arithmetic in another order may differ by. */
  public static final double MAX = 1e-5;

  /** Beyond this the answers are another model's, and a device that gives them is not used. */
  public static final double USABLE_MAX = 1e-4;

  /** Whether both deviations are within {@link #MAX}. */
  public boolean passes() {
    return worst() <= MAX;
  }

  /** Whether both deviations are within {@link #USABLE_MAX}. */
  public boolean usable() {
    return worst() <= USABLE_MAX;
  }

  private double worst() {
    return Math.max(logits, states);
  }
}
