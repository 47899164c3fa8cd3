package io.undertone.cell;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One review for the engine: what it reads and remembers going in, logits and memory coming out.
 * Used by one thread.
 */
public final class ReviewTask {

  private static final int[] NONE = {};

  private final int[] tokens;
  private @Nullable ReviewTask previous;
  private float @Nullable [] memoryBefore;

  /** What has come out of the engine so far. */
  private @Nullable Passage tokenPassage;

  private float @Nullable [] readout;
  private @Nullable Passage reviewPassage;
  private float @Nullable [] memory;
  private float nats = Float.NaN;

  /** How many tokens each prefix has that ends before the review does; none if not explained. */
  private int[] stops = NONE;

  /** The logits of those prefixes, then those of the whole review, as far as they have come out. */
  private float[][] logits = new float[1][];

  private int unfinished = 1;

  /**
   * The review that this is a prefix of, and which prefix; a review that was written is its own
   * whole.
   */
  private final ReviewTask whole;

  private final int prefix;

  private ReviewTask(
      int[] tokens,
      float @Nullable [] readout,
      float @Nullable [] memory,
      @Nullable ReviewTask previous) {
    this.tokens = tokens;
    this.readout = readout;
    this.memoryBefore = memory;
    this.previous = previous;
    this.whole = this;
    this.prefix = 0;
  }

  private ReviewTask(ReviewTask whole, int prefix, int[] tokens, float @Nullable [] memory) {
    this.tokens = tokens;
    this.memoryBefore = memory;
    this.whole = whole;
    this.prefix = prefix;
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
    return new ReviewTask(NONE, readout, memory, previous);
  }

  /**
   * Has the review explained: scored as if it had ended after each of its prefixes, too. Users
   * remember the review itself only.
   *
   * @param tokens [P] how many ids each prefix has, ascending; the last one stands for the whole
   *     review
   */
  public ReviewTask explained(int[] tokens) {
    if (readout != null) {
      throw new IllegalArgumentException("what was read already has no prefixes any more");
    }
    if (tokens.length == 0) {
      throw new IllegalArgumentException("an explained review has at least one prefix: itself");
    }
    stops = Arrays.copyOf(tokens, tokens.length - 1);
    logits = new float[tokens.length][];
    unfinished = tokens.length;
    return this;
  }

  /** Whether logits and memory are there, and the logits of all prefixes, if it is explained. */
  public boolean finished() {
    return unfinished == 0;
  }

  /**
   * The logits of each prefix, {@code [P][C]}; the last are the review's own.
   *
   * @throws IllegalStateException if the review has not finished
   */
  public float[][] prefixLogits() {
    if (!finished()) {
      throw new IllegalStateException("the review has no prefixes yet: advance the engine first");
    }
    return logits;
  }

  /** The logits, {@code [C]}. */
  public float[] logits() {
    return present(logits[stops.length], "logits");
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

  int[] tokens() {
    return tokens;
  }

  /** How many tokens each prefix has that ends before the review does; none if not explained. */
  int[] stops() {
    return stops;
  }

  /**
   * The review as if it had ended after one of its shorter prefixes.
   *
   * @param read how many of the prefix's tokens have been read already
   * @param end what ends a review: one token, or none
   * @param met the memory that the review met
   */
  ReviewTask endedAfter(int prefix, int read, int[] end, float @Nullable [] met) {
    int left = stops[prefix] - read;
    int[] rest = Arrays.copyOf(Arrays.copyOfRange(tokens, read, stops[prefix]), left + end.length);
    System.arraycopy(end, 0, rest, left, end.length);
    return new ReviewTask(this, prefix, rest, met);
  }

  /** The review that was written: this one, or the one that this is a prefix of. */
  ReviewTask whole() {
    return whole;
  }

  /** Whether the readout is there: it was given, or the tokens have been read. */
  boolean wasRead() {
    return readout != null;
  }

  float[] readout() {
    return present(readout, "readout");
  }

  /** Takes over the memory of the review before it, if that one has finished already. */
  void enter() {
    if (previous != null && previous.memory != null) {
      memoryBefore = previous.memory;
      previous = null;
    }
  }

  /** A fresh row of a stage, with what the user's memory holds of it. */
  float[] rowBefore(StateLayout stage, StateLayout memoryLayout) {
    float[] row = stage.initialRow();
    if (memoryBefore != null) {
      memoryLayout.copy(memoryBefore, stage, row);
    }
    return row;
  }

  /** Whether the review before it, if there is one, has gone ahead into the review stage. */
  boolean mayRemember() {
    return previous == null || previous.reviewPassage != null;
  }

  /** The memory that the review met; to be asked once the review before it has its own. */
  float @Nullable [] memoryMet() {
    return previous == null ? memoryBefore : previous.memory();
  }

  @Nullable ReviewTask previous() {
    return previous;
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

  void finish(float[] logitsNow, float[] memoryNow, float natsNow) {
    whole.logits[whole == this ? stops.length : prefix] = logitsNow;
    whole.unfinished--;
    memory = memoryNow;
    nats = natsNow;
    previous = null;
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
