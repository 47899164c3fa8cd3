package io.undertone.cell;

/**
 * How far a model's answers are from its goldens.
 *
 * @param logits largest |found − golden| / max(1, |golden|) among the logits
 * @param states largest |found − golden| / max(1, |golden|) among the states and their norms
 * @param reviews golden reviews that were run
 * @param device where the model ran, as {@link Model#device} names it
 */
public record GoldenDeviation(double logits, double states, int reviews, String device) {

  /** What is promised: what float arithmetic in another order may differ by. */
  public static final double MAX = 1e-5;

  /**
   * What is promised of states on a GPU, whose products are summed in yet another order: 3.6e-5 was
   * seen on an H100, of logits within {@link #MAX}.
   */
  public static final double GPU_STATES_MAX = 1e-4;

  /** Beyond this the answers are another model's, and a device that gives them is not used. */
  public static final double USABLE_MAX = 1e-4;

  private static final String CPU = "cpu";

  /** Whether both deviations are within what is promised on that device. */
  public boolean passes() {
    return logits <= MAX && states <= statesMax();
  }

  /** Whether both deviations are within {@link #USABLE_MAX}. */
  public boolean usable() {
    return Math.max(logits, states) <= USABLE_MAX;
  }

  /** What is promised on that device, in words. */
  public String promise() {
    return "logits within " + MAX + " and states within " + statesMax();
  }

  private double statesMax() {
    return device.equals(CPU) ? MAX : GPU_STATES_MAX;
  }
}
