package io.undertone.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges the bytes of a piece, two neighbours at a time: the pair of the lowest rank first, and of
 * equals the left one, until no two make a token. Used by one thread.
 */
final class Merge {

  /**
   * With more parts than this, searching all of them for the lowest rank at each step takes too
   * long.
   */
  private static final int SEARCHED_MAX = 256;

  private static final int PARTS = 64;

  private final BytePairs pairs;
  private final @Nullable WholeCharacters characters;

  /**
   * The ids of the parts that are left, and the rank of the token that each makes with the next
   * part.
   */
  private int[] parts = new int[PARTS];

  private int[] ranks = new int[PARTS];
  private int count;
  private int worst;

  /**
   * @param characters what to begin with; null to begin with bytes
   */
  Merge(BytePairs pairs, @Nullable WholeCharacters characters) {
    this.pairs = pairs;
    this.characters = characters;
  }

  /**
   * The highest rank among the merges of the last piece; known of pieces of up to {@value
   * #SEARCHED_MAX} parts.
   */
  int worst() {
    return worst;
  }

  /** The ids of a piece, given as part of a clean text. */
  int[] ids(char[] units, int from, int to) {
    grow(to - from);
    count = characters != null && pairs.reachesAll() ? characters.split(units, from, to, parts) : 0;
    return count > 0
        ? merged()
        : ids(new String(units, from, to - from).getBytes(StandardCharsets.UTF_8));
  }

  /** The ids of a piece, given in UTF-8. */
  int[] ids(byte[] piece) {
    Integer whole = pairs.unreached(piece);
    if (whole != null) {
      return new int[] {whole};
    }
    grow(piece.length);
    count =
        characters == null
            ? pairs.split(piece, 0, piece.length, parts, 0)
            : characters.split(piece, parts);
    return merged();
  }

  private void grow(int partsMax) {
    if (partsMax > parts.length) {
      parts = new int[partsMax];
      ranks = new int[partsMax];
    }
  }

  private int[] merged() {
    for (int i = 0; i < count; i++) {
      ranks[i] = i + 1 < count ? pairs.rank(parts[i], parts[i + 1]) : BytePairs.NONE;
    }
    worst = 0;
    if (count > SEARCHED_MAX) {
      mergeMany();
    } else {
      mergeFew();
    }
    return Arrays.copyOf(parts, count);
  }

  private void mergeFew() {
    for (int at = lowest(); at < count; at = lowest()) {
      worst = Math.max(worst, ranks[at]);
      parts[at] = ranks[at];
      System.arraycopy(parts, at + 2, parts, at + 1, count - at - 2);
      System.arraycopy(ranks, at + 2, ranks, at + 1, count - at - 2);
      count--;
      ranks[at] = at + 1 < count ? pairs.rank(parts[at], parts[at + 1]) : BytePairs.NONE;
      if (at > 0) {
        ranks[at - 1] = pairs.rank(parts[at - 1], parts[at]);
      }
    }
  }

  /** Where the lowest rank is, the first of equals; {@code count} if there is none. */
  private int lowest() {
    int lowest = BytePairs.NONE;
    int at = count;
    for (int i = 0; i < count - 1; i++) {
      if (ranks[i] < lowest) {
        lowest = ranks[i];
        at = i;
      }
    }
    return at;
  }

  /**
   * Does the same with a queue of ranks and places. The parts are a linked list; a part that was
   * merged into the one before it has no rank any more.
   */
  private void mergeMany() {
    int[] before = new int[count + 1];
    int[] behind = new int[count + 1];
    PriorityQueue<Long> queue = new PriorityQueue<>();
    for (int i = 0; i <= count; i++) {
      before[i] = i - 1;
      behind[i] = i + 1;
    }
    for (int i = 0; i < count; i++) {
      offer(queue, i);
    }
    while (!queue.isEmpty()) {
      long next = queue.poll();
      int at = (int) next;
      if (ranks[at] != (int) (next >>> Integer.SIZE)) {
        continue;
      }
      int merged = behind[at];
      parts[at] = ranks[at];
      ranks[merged] = BytePairs.NONE;
      behind[at] = behind[merged];
      before[behind[at]] = at;
      rank(queue, at, behind[at]);
      if (at > 0) {
        rank(queue, before[at], at);
      }
    }
    compact(behind);
  }

  private void rank(PriorityQueue<Long> queue, int left, int right) {
    ranks[left] = right < count ? pairs.rank(parts[left], parts[right]) : BytePairs.NONE;
    offer(queue, left);
  }

  private void offer(PriorityQueue<Long> queue, int at) {
    if (ranks[at] != BytePairs.NONE) {
      queue.add(((long) ranks[at] << Integer.SIZE) | at);
    }
  }

  /** Moves the parts that are left to the front. */
  private void compact(int[] behind) {
    int kept = 0;
    for (int at = 0; at < count; at = behind[at]) {
      parts[kept++] = parts[at];
    }
    count = kept;
  }
}
