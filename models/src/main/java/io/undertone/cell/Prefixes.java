package io.undertone.cell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The prefixes that explain a review: beginnings of it, each scored as if the review had ended
 * there. The review itself is not among them. Used by one thread.
 */
final class Prefixes {

  /** Of a review that is not explained. */
  static final Prefixes NONE = new Prefixes(new int[0]);

  private final int[] lengths;

  /** What was kept on the way, in order; null where it was handed over. */
  private final List<float @Nullable []> rows = new ArrayList<>();

  private final float[][] logits;
  private int scored;

  /**
   * @param lengths [P] how many tokens of the review each prefix has, ascending, from 1 to fewer
   *     than all
   */
  Prefixes(int[] lengths) {
    this.lengths = lengths;
    this.logits = new float[lengths.length][];
  }

  /** Number of prefixes, P. */
  int count() {
    return lengths.length;
  }

  /** Tokens of a prefix, without an end of review. */
  int length(int prefix) {
    return lengths[prefix];
  }

  /** Whether the token cell's row is still to be kept after a later prefix. */
  boolean keepsNext() {
    return rows.size() < lengths.length;
  }

  /** After how many tokens the next row is to be kept. */
  int nextLength() {
    return lengths[rows.size()];
  }

  /** Keeps the token cell's row after the next prefix. */
  void keep(float[] row) {
    rows.add(row);
  }

  /**
   * Hands over the token cell's row after a prefix, once, so that an explained review that waits
   * for others does not keep its rows.
   *
   * @return null if it was not kept on the way
   */
  float @Nullable [] takeRow(int prefix) {
    return prefix < rows.size() ? rows.set(prefix, null) : null;
  }

  void score(int prefix, float[] logitsThere) {
    logits[prefix] = logitsThere;
    scored++;
  }

  boolean areScored() {
    return scored == lengths.length;
  }

  /** The logits after each prefix, {@code [P][C]}. */
  float[][] logits() {
    return logits;
  }
}
