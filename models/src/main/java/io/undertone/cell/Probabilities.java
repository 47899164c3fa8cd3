package io.undertone.cell;

/** From logits to probabilities, with the same bits on every machine. */
public final class Probabilities {

  private Probabilities() {}

  /** The softmax of some logits, {@code [C]}, in double. */
  public static double[] softmax(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      shares[c] = StrictMath.exp(logits[c] - largest);
      sum += shares[c];
    }
    for (int c = 0; c < shares.length; c++) {
      shares[c] /= sum;
    }
    return shares;
  }
}
