package io.undertone.model;

/**
 * How far answers may be from golden ones: |found − golden| / max(1, |golden|) at most.
 *
 * @param logits of each logit
 * @param states of each state's values, and of its norm
 */
public record Tolerance(double logits, double states) {

  public Tolerance {
    requirePositive("logits", logits);
    requirePositive("states", states);
  }

  private static void requirePositive(String name, double found) {
    if (!(found > 0)) {
      throw new BundleJson.FieldException(name, "a number above 0", String.valueOf(found));
    }
  }
}
