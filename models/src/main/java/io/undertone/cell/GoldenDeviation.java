package io.undertone.cell;

import io.undertone.model.Tolerance;
import org.jspecify.annotations.Nullable;

/**
 * How far a model's answers are from its goldens.
 *
 * @param logits largest |found − golden| / max(1, |golden|) among the logits
 * @param states largest |found − golden| / max(1, |golden|) among the states and their norms
 * @param reviews golden reviews that were run
 * @param promised what is promised of both
 * @param integer how far an integer step is from its own goldens; null of any other executor
 */
public record GoldenDeviation(
    double logits, double states, int reviews, Tolerance promised, @Nullable Integers integer) {

  /** What is promised of floats: adding them in another order changes them a little. */
  public static final double MAX = 1e-5;

  /** Beyond this the answers are another model's, and a device that gives them is not used. */
  public static final double USABLE_MAX = 1e-4;

  private static final Tolerance ON_CPU = new Tolerance(MAX, MAX);

  /**
   * What is promised of states on a GPU, whose products are summed in yet another order: 3.6e-5 was
   * seen on an H100, of logits within {@link #MAX}.
   */
  private static final Tolerance ON_GPU = new Tolerance(MAX, 1e-4);

  /**
   * How far an integer step is from what its emulation answered.
   *
   * @param steps among the states and norms after single steps
   * @param logits among those of whole reviews, on the way of which values may be rounded otherwise
   */
  public record Integers(double steps, double logits) {}

  /** What is promised of floats on a device. */
  static Tolerance promised(Device device) {
    return device == Device.CPU ? ON_CPU : ON_GPU;
  }

  /** Whether all deviations are within what is promised. */
  public boolean passes() {
    return logits <= promised.logits()
        && states <= promised.states()
        && (integer == null || (integer.steps <= MAX && integer.logits <= promised.logits()));
  }

  /** Whether it may be used: floats within {@link #USABLE_MAX}, integers as promised. */
  public boolean usable() {
    return integer == null ? Math.max(logits, states) <= USABLE_MAX : passes();
  }

  /** What is promised, in words. */
  public String promise() {
    String both = "logits within " + promised.logits() + " and states within " + promised.states();
    return integer == null ? both : both + ", single steps within " + MAX;
  }

  /** What was found, in words. */
  public String found() {
    String both = "logits %.1e and states %.1e".formatted(logits, states);
    return integer == null
        ? both + " away"
        : both
            + " away, single steps %.1e and logits %.1e from their emulation"
                .formatted(integer.steps, integer.logits);
  }
}
