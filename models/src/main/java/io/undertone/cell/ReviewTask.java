package io.undertone.cell;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One review for the engine: tokens and the user's memory go in, logits and the new memory come
 * out. Used by one thread.
 */
public final class ReviewTask {

  private static final int[] NONE = {};

  private final int[] tokens;
  private @Nullable ReviewTask previous;
  private float @Nullable [] memoryBefore;
  private Prefixes prefixes = Prefixes.NONE;
  private Runnable whenScored = () -> {};

  /** What has come out of the engine so far. */
  private @Nullable Passage tokenPassage;

  private float @Nullable [] readout;
  private @Nullable Passage reviewPassage;
  private float @Nullable [] logits;
  private float @Nullable [] memory;
  private float nats = Float.NaN;

  private ReviewTask(
      int[] tokens,
      float @Nullable [] readout,
      float @Nullable [] memory,
      @Nullable ReviewTask previous) {
    this.tokens = tokens;
    this.readout = readout;
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
    prefixes = new Prefixes(Arrays.copyOf(tokens, tokens.length - 1));
    return this;
  }

  /** Whether logits and memory are there, and the logits of all prefixes, if it is explained. */
  public boolean finished() {
    return logits != null && prefixes.areScored();
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
    float[][] all = Arrays.copyOf(prefixes.logits(), prefixes.count() + 1);
    all[prefixes.count()] = logits();
    return all;
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

  int[] tokens() {
    return tokens;
  }

  Prefixes prefixes() {
    return prefixes;
  }

  /** Whether the readout is there: it was given, or the tokens have been read. */
  boolean wasRead() {
    return readout != null;
  }

  float[] readout() {
    return present(readout, "readout");
  }

  /**
   * Takes over the memory of the review before it, if that one has finished already.
   *
   * @param then what follows once logits and memory are there
   */
  void enter(Runnable then) {
    whenScored = then;
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
    logits = logitsNow;
    memory = memoryNow;
    nats = natsNow;
    previous = null;
    memoryBefore = null;
    whenScored.run();
  }

  private static float[] present(float @Nullable [] row, String what) {
    if (row == null) {
      throw new IllegalStateException(
          "the review has no " + what + " yet: advance the engine first");
    }
    return row;
  }
}
