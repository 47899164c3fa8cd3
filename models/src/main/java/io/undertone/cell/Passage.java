package io.undertone.cell;

import org.jspecify.annotations.Nullable;

/**
 * One sequence on its way through a stage: a review's tokens through the token cell, or its readout
 * through the review cell. It brings its row of states along, which holds the new states once it
 * has finished. Used by one thread.
 */
public final class Passage {

  private final int @Nullable [] tokens;
  private final float @Nullable [] input;
  private final float[] states;
  private final Runnable whenFinished;
  private Prefixes prefixes = Prefixes.NONE;
  private @Nullable Passage previous;
  private @Nullable Passage follower;
  private boolean added;
  private boolean finished;

  private Passage(
      int @Nullable [] tokens,
      float @Nullable [] input,
      float[] states,
      @Nullable Passage previous,
      Runnable whenFinished) {
    this.tokens = tokens;
    this.input = input;
    this.states = states;
    this.previous = previous;
    this.whenFinished = whenFinished;
  }

  /**
   * A review for the token cell.
   *
   * @param tokens its ids, perhaps none; not written to
   * @param states its row, {@code [width]}; overwritten in place
   * @param previous the passage of the same user before this one, added to the same stage: this one
   *     starts only after it and takes over its user-scoped states; null for none
   */
  public static Passage ofTokens(int[] tokens, float[] states, @Nullable Passage previous) {
    return ofTokens(tokens, states, previous, () -> {});
  }

  /** A review for the token cell that says when it has finished. */
  static Passage ofTokens(
      int[] tokens, float[] states, @Nullable Passage previous, Runnable whenFinished) {
    return new Passage(tokens, null, states, previous, whenFinished);
  }

  /**
   * A readout for the review cell: one step.
   *
   * @param x the readout, {@code [R]}; not written to
   * @param states as for tokens
   * @param previous as for tokens
   */
  public static Passage ofInput(float[] x, float[] states, @Nullable Passage previous) {
    return new Passage(null, x, states, previous, () -> {});
  }

  /** Has the row kept after each of these prefixes, too, by a stage that can stop there. */
  Passage keeping(Prefixes ofReview) {
    prefixes = ofReview;
    return this;
  }

  /** Whether the row holds the states after the last step. */
  public boolean finished() {
    return finished;
  }

  /** The row: the states before the first step, and once finished those after the last. */
  public float[] states() {
    return states;
  }

  /** After how many steps the row is to be kept, or the passage ends. */
  int nextStop() {
    return prefixes.keepsNext() ? prefixes.nextLength() : length();
  }

  /** Where the row is to be kept; the passage ends only after all of them. */
  Prefixes prefixes() {
    return prefixes;
  }

  /** Number of steps. */
  int length() {
    return tokens == null ? 1 : tokens.length;
  }

  /** Number of steps of this passage and of those that follow it in its slot. */
  int chainLength() {
    int length = 0;
    for (Passage next = this; next != null; next = next.follower) {
      length += next.length();
    }
    return length;
  }

  int @Nullable [] tokens() {
    return tokens;
  }

  float @Nullable [] input() {
    return input;
  }

  /**
   * Takes its place behind its predecessor.
   *
   * @return whether it may start now
   */
  boolean enter(StateLayout layout) {
    if (added) {
      throw new IllegalStateException("a passage is added once");
    }
    added = true;
    Passage before = previous;
    if (before == null) {
      return true;
    }
    if (before.finished) {
      takeOver(before, layout);
      return true;
    }
    before.precede(this);
    return false;
  }

  /**
   * Ends the passage and hands its user-scoped states to its follower.
   *
   * @return the passage that may start now, or null
   */
  @Nullable Passage finish(StateLayout layout) {
    finished = true;
    Passage next = follower;
    follower = null;
    if (next != null) {
      next.takeOver(this, layout);
    }
    whenFinished.run();
    return next;
  }

  private void precede(Passage next) {
    if (!added || follower != null) {
      throw new IllegalStateException(
          "a passage follows one that was added before it and that nothing else follows");
    }
    follower = next;
  }

  private void takeOver(Passage before, StateLayout layout) {
    layout.carryOver(before.states, states);
    previous = null;
  }
}
