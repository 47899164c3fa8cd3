package io.undertone.text;

import java.util.Arrays;
import java.util.List;

/**
 * Encodes piece by piece, and stops when there are enough ids. The ids of a piece depend on that
 * piece alone, so the text behind it need not be read.
 */
final class AutomatonEncoder implements Encoder {

  private static final int IDS = 64;

  private final SplitAutomaton automaton;
  private final boolean lowercaseAscii;
  private final BytePairs pairs;
  private final WholeCharacters characters;
  private final PieceCache cache = new PieceCache();

  /**
   * @param tokens their bytes, by rank
   */
  AutomatonEncoder(SplitAutomaton automaton, boolean lowercaseAscii, List<byte[]> tokens) {
    this.automaton = automaton;
    this.lowercaseAscii = lowercaseAscii;
    this.pairs = new BytePairs(tokens);
    this.characters = new WholeCharacters(tokens, pairs);
  }

  @Override
  public int[] encode(String text, int idsMax) {
    PieceReader reader = new PieceReader(automaton, lowercaseAscii, text);
    Merge merge = null;
    int[] ids = new int[Math.min(idsMax, IDS)];
    int count = 0;
    while (count < idsMax && reader.next()) {
      int[] piece = cache.get(reader);
      if (piece == null) {
        merge = merge == null ? new Merge(pairs, characters) : merge;
        piece = merge.ids(reader.units(), reader.start(), reader.end());
        cache.put(reader, piece);
      }
      int kept = Math.min(piece.length, idsMax - count);
      if (count + kept > ids.length) {
        ids = Arrays.copyOf(ids, Math.max(count + kept, Math.min(idsMax, 2 * ids.length)));
      }
      for (int i = 0; i < kept; i++) {
        ids[count++] = piece[i];
      }
    }
    return Arrays.copyOf(ids, count);
  }
}
