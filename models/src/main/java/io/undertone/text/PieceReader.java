package io.undertone.text;

import java.util.Arrays;

/**
 * Cuts one text into its pieces, each character cleaned as it is read ({@link CleanText} says how).
 * Of the text behind the last piece that was asked for, it reads little. Used by one thread.
 */
final class PieceReader {

  /** UTF-16 units that are taken out of the text at first; then twice as many, and so on. */
  private static final int UNITS = 2_048;

  private final SplitAutomaton automaton;
  private final byte[] kinds;
  private final int[] moves;
  private final boolean lowercaseAscii;
  private final String text;

  /** The first part of the text, clean as far as it was read. */
  private char[] units;

  private int start;
  private int end;
  private int hash;

  PieceReader(SplitAutomaton automaton, boolean lowercaseAscii, String text) {
    this.automaton = automaton;
    this.kinds = automaton.alphabet().ofUnits();
    this.moves = automaton.moves();
    this.lowercaseAscii = lowercaseAscii;
    this.text = text;
    this.units = new char[Math.min(text.length(), UNITS)];
    text.getChars(0, units.length, units, 0);
  }

  /** Goes on to the next piece, if there is one. What the pattern does not match is left out. */
  boolean next() {
    start = end;
    while (start < text.length()) {
      if (readPiece()) {
        return true;
      }
      start += Character.charCount(text.codePointAt(start));
    }
    return false;
  }

  /** The text, clean from {@link #start} to {@link #end}; good until the next piece is read. */
  char[] units() {
    return units;
  }

  /** Where the piece begins. */
  int start() {
    return start;
  }

  /** Where the piece ends, exclusive. */
  int end() {
    return end;
  }

  /** A hash of the piece. */
  int hash() {
    return hash;
  }

  /** Reads until no longer match is possible, and ends the piece where the last match ended. */
  private boolean readPiece() {
    char[] read = units;
    int rolling = 0;
    int state = 0;
    end = start;
    for (int at = start; at < text.length(); at++) {
      if (at + 1 >= read.length) {
        read = more();
      }
      char unit = read[at];
      int kind;
      if (isPair(unit, at)) {
        kind = automaton.alphabet().ofPair(text.codePointAt(at));
        rolling = 31 * rolling + unit;
        unit = read[++at];
      } else {
        char clean = CleanText.single(unit, lowercaseAscii);
        if (clean != unit) {
          read[at] = clean;
          unit = clean;
        }
        kind = kinds[unit];
      }
      int move = moves[state + kind];
      if (move == SplitAutomaton.DEAD) {
        break;
      }
      rolling = 31 * rolling + unit;
      state = move >> 1;
      if ((move & SplitAutomaton.MATCH) != 0) {
        end = at + 1;
        hash = rolling;
      }
    }
    return end > start;
  }

  private boolean isPair(char unit, int at) {
    return Character.isHighSurrogate(unit)
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  /** Takes more out of the text, if there is more. */
  private char[] more() {
    int taken = units.length;
    if (taken < text.length()) {
      units = Arrays.copyOf(units, Math.min(text.length(), 2 * taken));
      text.getChars(taken, units.length, units, taken);
    }
    return units;
  }
}
