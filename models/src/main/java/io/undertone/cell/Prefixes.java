package io.undertone.cell;

import java.util.Arrays;

/**
 * The prefixes of a review that is explained, and the logits of those that have come out. The last
 * one is the review itself. Used by one thread.
 */
final class Prefixes {

  private final int[] tokens;
  private final float[][] logits;
  private int missing;

  /**
   * @param tokens [P] how many ids each prefix has; at least one prefix
   */
  Prefixes(int[] tokens) {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("an explained review has at least one prefix: itself");
    }
    this.tokens = tokens;
    this.logits = new float[tokens.length][];
    this.missing = tokens.length;
  }

  /** Which prefix of which review a branch of it is. */
  record Place(Prefixes prefixes, int prefix) {

    /** Brings the logits; says whether they were the last that were missing. */
    boolean put(float[] found) {
      prefixes.logits[prefix] = found;
      prefixes.missing--;
      return prefixes.complete();
    }
  }

  /** Prefixes that end before the review does. */
  int shorterOnes() {
    return tokens.length - 1;
  }

  /** How many ids each of the shorter ones has. */
  int[] stops() {
    return Arrays.copyOf(tokens, shorterOnes());
  }

  Place place(int prefix) {
    return new Place(this, prefix);
  }

  /** The place of the review itself. */
  Place whole() {
    return place(shorterOnes());
  }

  boolean complete() {
    return missing == 0;
  }

  /** The logits of each prefix, {@code [P][C]}, when they are complete. */
  float[][] logits() {
    return logits;
  }
}
