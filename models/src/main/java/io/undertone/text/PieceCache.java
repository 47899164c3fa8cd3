package io.undertone.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the ids of pieces that were read lately. The hash of a piece says its place; a newer
 * piece takes the place over. Bounded: {@value #PLACES} pieces of at most {@value #UNITS_MAX}
 * UTF-16 units and {@value #IDS_MAX} ids, at most 9 MB in all, 1 MB after 20,000 reviews. One
 * English piece in nine is not found and has to be merged; with half the places, one in seven.
 *
 * <p>Thread-safe without a lock: a place is one reference, and what it refers to never changes. So
 * another thread sees a whole piece, an older one, or none. A race for {@link #seen} only decides
 * when a piece is remembered.
 */
final class PieceCache {

  private static final int PLACES = 1 << 15;
  private static final int UNITS_MAX = 48;
  private static final int IDS_MAX = 32;

  /** Spreads hashes over the places: 2³² divided by the golden ratio. */
  private static final int SPREAD = 0x9e3779b9;

  private static final int SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(PLACES);

  /** A piece and its ids. The fields are final so that other threads see them whole. */
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

  /** The ids of the piece that a reader is at, not to be written to; null if they are not known. */
  int @Nullable [] get(PieceReader piece) {
    Known known = places[place(piece.hash())];
    return known != null
            && Arrays.equals(
                known.units, 0, known.units.length, piece.units(), piece.start(), piece.end())
        ? known.ids
        : null;
  }

  /**
   * Remembers a piece when it comes for the second time and no other has asked for its place
   * between: most Chinese clauses come only once. A piece that is too long is not remembered.
   */
  void put(PieceReader piece, int[] ids) {
    if (piece.end() - piece.start() <= UNITS_MAX && ids.length <= IDS_MAX) {
      int place = place(piece.hash());
      if (seen[place] == piece.hash()) {
        char[] units = Arrays.copyOfRange(piece.units(), piece.start(), piece.end());
        places[place] = new Known(units, ids);
      }
      seen[place] = piece.hash();
    }
  }

  private static int place(int hash) {
    return (hash * SPREAD) >>> SHIFT;
  }
}
