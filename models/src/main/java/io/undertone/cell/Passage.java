package io.undertone.cell;

import org.jspecify.annotations.Nullable;

/**
 * One sequence on its way through a stage: a review's tokens through the token cell, or its readout
 * through the review cell. It carries its row of states in, and, once finished, out. Used by one
 * thread.
 */
public final class Passage {

  private static final int[] NO_STOPS = {};
  private static final float[][] NO_PREFIXES = {};

  private final int @Nullable [] tokens;
  private final float @Nullable [] input;
  private final float[] states;
  private final Runnable whenFinished;
  private int[] stops = NO_STOPS;
  private float[][] prefixes = NO_PREFIXES;
  private int stopped;
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

  /**
   * Keeps the row also as it is on the way, after each of these numbers of steps.
   *
   * @param steps ascending, from 1 to fewer than all
   */
  Passage stoppingAfter(int[] steps) {
    stops = steps;
    prefixes = new float[steps.length][];
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

  /** The rows that were to be kept on the way, one for each stop; the caller's own. */
  float[][] prefixes() {
    return prefixes;
  }

  /** After how many steps the row is to be kept, or the passage ends. */
  int nextStop() {
    return stopped < stops.length ? stops[stopped] : length();
  }

  /** Whether the row is to be kept at the next stop; else the passage ends there. */
  boolean stopsOnTheWay() {
    return stopped < stops.length;
  }

  /** Keeps the row as it is at this stop. */
  void keep(float[] row) {
    prefixes[stopped++] = row;
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
  boolean enter(StateLayout kept, StateLayout layout) {
    if (added) {
      throw new IllegalStateException("a passage is added once");
    }
    added = true;
    Passage before = previous;
    if (before == null) {
      return true;
    }
    if (before.finished) {
      takeOver(before, kept, layout);
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
  @Nullable Passage finish(StateLayout kept, StateLayout layout) {
    finished = true;
    Passage next = follower;
    follower = null;
    if (next != null) {
      next.takeOver(this, kept, layout);
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

  private void takeOver(Passage before, StateLayout kept, StateLayout layout) {
    for (var state : kept.states()) {
      int offset = layout.offset(state.name());
      System.arraycopy(before.states, offset, states, offset, state.size());
    }
    previous = null;
  }
}
