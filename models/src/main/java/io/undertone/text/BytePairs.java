package io.undertone.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Knows which two tokens make a third one. A token's rank is its id. The table holds every way to
 * cut a token into two others, in about 12 bytes each: 0.5 MB for 8,192 tokens. Immutable.
 */
final class BytePairs {

  /** Stands for no token. It is higher than every rank. */
  static final int NONE = Integer.MAX_VALUE;

  /** Three ids of 21 bits fit into a long. */
  static final int TOKENS_MAX = 1 << 21;

  private static final int ID_BITS = 21;
  private static final int ID_MASK = TOKENS_MAX - 1;
  private static final int BYTES = 256;

  /** An empty place in the table: no entry is negative. */
  private static final long EMPTY = -1;

  /** Spreads keys over the table: 2⁶⁴ divided by the golden ratio. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final int[] singles = new int[BYTES];

  /** Left id, right id and rank in each element; open addressing, at most half full. */
  private final long[] table;

  private final int shift;

  /**
   * The tokens that merging their bytes does not lead to, by their bytes as Latin-1. Few
   * vocabularies have any.
   */
  private final Map<String, Integer> unreached = new HashMap<>();

  /**
   * @param tokens their bytes by rank, all different, every single byte among them; at most {@link
   *     #TOKENS_MAX}
   */
  BytePairs(List<byte[]> tokens) {
    Map<String, Integer> ranks = new HashMap<>();
    for (byte[] token : tokens) {
      if (token.length == 1) {
        singles[token[0] & 0xff] = ranks.size();
      }
      ranks.put(latin(token), ranks.size());
    }
    long[] cuts = cuts(ranks);
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * cuts.length + 1);
    table = new long[1 << bits];
    shift = Long.SIZE - bits;
    Arrays.fill(table, EMPTY);
    for (long cut : cuts) {
      int place = place(cut >>> ID_BITS);
      while (table[place] != EMPTY) {
        place = (place + 1) & (table.length - 1);
      }
      table[place] = cut;
    }
    findUnreached(tokens);
  }

  /**
   * Writes the ids of single bytes into the parts, from {@code count} on, and gives the new count.
   */
  int split(byte[] piece, int from, int to, int[] parts, int count) {
    for (int at = from; at < to; at++) {
      parts[count + at - from] = singles[piece[at] & 0xff];
    }
    return count + to - from;
  }

  /** The token that two neighbours make, or {@link #NONE}. */
  int rank(int left, int right) {
    long key = ((long) left << ID_BITS) | right;
    int place = place(key);
    while (table[place] >>> ID_BITS != key) {
      if (table[place] == EMPTY) {
        return NONE;
      }
      place = (place + 1) & (table.length - 1);
    }
    return (int) table[place] & ID_MASK;
  }

  /** Whether merging leads to every token. */
  boolean reachesAll() {
    return unreached.isEmpty();
  }

  /** The token that is this whole piece, if merging does not lead to it; else null. */
  @Nullable Integer unreached(byte[] piece) {
    return unreached.isEmpty() ? null : unreached.get(latin(piece));
  }

  private int place(long key) {
    return (int) ((key * SPREAD) >>> shift);
  }

  private void findUnreached(List<byte[]> tokens) {
    Merge merge = new Merge(this, null);
    for (int rank = 0; rank < tokens.size(); rank++) {
      if (merge.ids(tokens.get(rank)).length > 1) {
        unreached.put(latin(tokens.get(rank)), rank);
      }
    }
  }

  private static long[] cuts(Map<String, Integer> ranks) {
    return ranks.entrySet().stream()
        .flatMapToLong(
            token ->
                IntStream.range(1, token.getKey().length())
                    .mapToLong(cut -> cut(ranks, token.getKey(), cut, token.getValue()))
                    .filter(cut -> cut != EMPTY))
        .toArray();
  }

  private static long cut(Map<String, Integer> ranks, String token, int cut, int rank) {
    Integer left = ranks.get(token.substring(0, cut));
    Integer right = ranks.get(token.substring(cut));
    return left == null || right == null
        ? EMPTY
        : (((((long) left << ID_BITS) | right) << ID_BITS) | rank);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
