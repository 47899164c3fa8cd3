package io.undertone.cell;

import org.jspecify.annotations.Nullable;

/**
 * One review for the engine: what it reads and remembers going in, logits and memory coming out.
 * Used by one thread.
 */
public final class ReviewTask {

  private final int @Nullable [] tokens;
  private final float @Nullable [] given;
  private @Nullable ReviewTask previous;
  private @Nullable ReviewTask follower;
  private float @Nullable [] memoryBefore;

  /** Its way through the engine, as far as it has come. */
  private @Nullable Passage tokenPassage;

  private @Nullable Passage reviewPassage;
  private float @Nullable [] readout;
  private float @Nullable [] memory;
  private float @Nullable [] logits;
  private float nats = Float.NaN;

  /** What is explained of it; null where nothing is. */
  private @Nullable Prefixes prefixes;

  /** Whose prefix it is; null in a review of its own. */
  private Prefixes.@Nullable Place place;

  private ReviewTask(
      int @Nullable [] tokens,
      float @Nullable [] given,
      float @Nullable [] memory,
      @Nullable ReviewTask previous) {
    this.tokens = tokens;
    this.given = given;
    this.memoryBefore = memory;
    this.previous = previous;
  }

  /**
   * A review to be read from its first token on.
   *
   * @param tokens ids, perhaps none; not written to
   * @param memory what is kept of the user, {@code [memoryLayout.width]}, not written to; null to
   *     start fresh
   * @param previous the same user's review before this one, added to the same engine: the memory
   *     goes on from there, and {@code memory} is ignored; null for none
   */
  public static ReviewTask ofTokens(
      int[] tokens, float @Nullable [] memory, @Nullable ReviewTask previous) {
    return new ReviewTask(tokens, null, memory, previous);
  }

  /**
   * A review that was read already.
   *
   * @param readout {@code [R]}; not written to
   * @param memory as for tokens
   * @param previous as for tokens
   */
  public static ReviewTask ofReadout(
      float[] readout, float @Nullable [] memory, @Nullable ReviewTask previous) {
    return new ReviewTask(null, readout, memory, previous);
  }

  /**
   * Has the review explained: scored as if it had ended after each of its prefixes, too. Users
   * remember the review itself only.
   *
   * @param tokens [P] how many ids each prefix has, ascending; the last one stands for the whole
   *     review
   */
  public ReviewTask explained(int[] tokens) {
    if (this.tokens == null) {
      throw new IllegalArgumentException("what was read already has no prefixes any more");
    }
    prefixes = new Prefixes(tokens);
    return this;
  }

  /** A review as if it had ended earlier: what is left to read, and the memory that it meets. */
  static ReviewTask branch(int[] tokens, float @Nullable [] memory, Prefixes.Place place) {
    ReviewTask branch = new ReviewTask(tokens, null, memory, null);
    branch.place = place;
    return branch;
  }

  /** Whether logits and memory are there, and the logits of all prefixes, if it is explained. */
  public boolean finished() {
    return logits != null && (prefixes == null || prefixes.complete());
  }

  /**
   * The logits of each prefix, {@code [P][C]}; the last are the review's own.
   *
   * @throws IllegalStateException if the review is not explained, or has not finished
   */
  public float[][] prefixLogits() {
    Prefixes explained = prefixes;
    if (explained == null || !finished()) {
      throw new IllegalStateException("the review has no prefixes yet: advance the engine first");
    }
    return explained.logits();
  }

  /** The logits, {@code [C]}. */
  public float[] logits() {
    return present(logits, "logits");
  }

  /**
   * How much the review surprised a language model: nats, summed over its tokens. No number before
   * it has finished, and in other models.
   */
  public float nats() {
    return nats;
  }

  /** What to keep of the user now, {@code [memoryLayout.width]}. */
  public float[] memory() {
    return present(memory, "memory");
  }

  /** The token cell's row after this review; null if it came as a readout. */
  float @Nullable [] tokenStates() {
    return tokenPassage == null ? null : tokenPassage.states();
  }

  /** The review cell's row after this review; null where there is no review cell. */
  float @Nullable [] reviewStates() {
    return reviewPassage == null ? null : reviewPassage.states();
  }

  int @Nullable [] tokens() {
    return tokens;
  }

  float @Nullable [] given() {
    return given;
  }

  float[] readout() {
    return present(readout, "readout");
  }

  /**
   * Links the review behind the one before it.
   *
   * @throws IllegalStateException if that one has a follower already
   */
  void enter() {
    ReviewTask before = previous;
    if (before == null) {
      return;
    }
    if (before.memory != null) {
      memoryBefore = before.memory;
      previous = null;
      return;
    }
    if (before.follower != null) {
      throw new IllegalStateException("a review is followed by one review of its user at most");
    }
    before.follower = this;
  }

  /** A fresh row of a stage, with what the user's memory holds of it. */
  float[] rowBefore(StateLayout stage, StateLayout memoryLayout) {
    float[] row = stage.initialRow();
    if (memoryBefore != null) {
      memoryLayout.copy(memoryBefore, stage, row);
    }
    return row;
  }

  /** Whether the review was read, and the one before it has gone ahead into the review stage. */
  boolean mayRemember() {
    boolean wasRead = readout != null && reviewPassage == null;
    return wasRead && (previous == null || previous.reviewPassage != null);
  }

  @Nullable Prefixes prefixes() {
    return prefixes;
  }

  Prefixes.@Nullable Place place() {
    return place;
  }

  /** The memory that the review met; to be asked once the review before it has its own. */
  float @Nullable [] memoryMet() {
    return previous == null ? memoryBefore : previous.memory();
  }

  @Nullable ReviewTask previous() {
    return previous;
  }

  @Nullable ReviewTask follower() {
    return follower;
  }

  @Nullable Passage tokenPassage() {
    return tokenPassage;
  }

  @Nullable Passage reviewPassage() {
    return reviewPassage;
  }

  void reading(Passage passage) {
    tokenPassage = passage;
  }

  void read(float[] row) {
    readout = row;
  }

  void remembering(Passage passage) {
    reviewPassage = passage;
  }

  void surprise(float natsNow) {
    nats = natsNow;
  }

  void finish(float[] logitsNow, float[] memoryNow) {
    logits = logitsNow;
    memory = memoryNow;
    previous = null;
    follower = null;
    memoryBefore = null;
  }

  private static float[] present(float @Nullable [] row, String what) {
    if (row == null) {
      throw new IllegalStateException(
          "the review has no " + what + " yet: advance the engine first");
    }
    return row;
  }
}
