package io.undertone.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ids of pieces that were read lately. Each piece has one place, by its hash, and whoever comes
 * last has it. Bounded: {@value #PLACES} pieces of at most {@value #UNITS_MAX} UTF-16 units and
 * {@value #IDS_MAX} ids, at most 9 MB in all, 1 MB after 20,000 reviews. Half the places let one
 * piece of English in seven be merged anew instead of one in nine.
 *
 * <p>Thread-safe without a lock: a place is read and written at once, and what it holds never
 * changes, so that another thread sees a whole piece, an older one, or none.
 */
final class PieceCache {

  private static final int PLACES = 1 << 15;
  private static final int UNITS_MAX = 48;
  private static final int IDS_MAX = 32;

  /** Spreads the hash: the golden ratio of 2³². */
  private static final int SPREAD = 0x9e3779b9;

  private static final int SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(PLACES);

  /** A piece and its ids; fields are final for the other threads' sake. */
  private static final class Known {
    private final char[] units;
    private final int[] ids;

    Known(char[] units, int[] ids) {
      this.units = units;
      this.ids = ids;
    }
  }

  private final @Nullable Known[] places = new Known[PLACES];

  /** The hash of the piece that last asked for each place. */
  private final int[] seen = new int[PLACES];

  /**
   * The ids of a piece, not to be written to; null if they are not known.
   *
   * @param units hold the piece, from the first of these places to before the second
   */
  int @Nullable [] get(char[] units, int from, int to, int hash) {
    Known known = places[place(hash)];
    return known != null && Arrays.equals(known.units, 0, known.units.length, units, from, to)
        ? known.ids
        : null;
  }

  /**
   * Remembers a piece that comes for the second time, with no other for its place between; most
   * clauses of Chinese come once. Of a piece that is too long nothing is kept.
   */
  void put(char[] units, int from, int to, int hash, int[] ids) {
    if (to - from <= UNITS_MAX && ids.length <= IDS_MAX) {
      int place = place(hash);
      if (seen[place] == hash) {
        places[place] = new Known(Arrays.copyOfRange(units, from, to), ids);
      }
      seen[place] = hash;
    }
  }

  private static int place(int hash) {
    return (hash * SPREAD) >>> SHIFT;
  }
}
