package io.undertone.text;

import io.undertone.text.SplitPattern.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of characters that a pattern tells apart: two characters are of one kind if they are in
 * the same classes of the pattern. Immutable.
 */
final class Alphabet {

  private static final int CHARACTERS = Character.MAX_VALUE + 1;
  private static final int KINDS_MAX = Byte.MAX_VALUE;

  private final byte[] kinds = new byte[CHARACTERS];

  /**
   * Among characters of two UTF-16 units: the first of each run of one kind, ascending, and the
   * kinds.
   */
  private final int[] starts;

  private final byte[] startKinds;

  /** The classes that each kind is in. */
  private final List<BitSet> members = new ArrayList<>();

  private Alphabet(List<List<Range>> classes) {
    TreeSet<Integer> cuts = new TreeSet<>(List.of(0, CHARACTERS));
    for (List<Range> ranges : classes) {
      for (Range range : ranges) {
        cuts.add(range.first());
        cuts.add(range.last() + 1);
      }
    }
    for (int cut : cuts.headSet(CHARACTERS)) {
      int end = Math.min(cuts.ceiling(cut + 1), CHARACTERS);
      Arrays.fill(kinds, cut, end, kind(classes, cut));
    }
    starts = cuts.tailSet(CHARACTERS).stream().mapToInt(Integer::intValue).toArray();
    startKinds = new byte[starts.length];
    for (int i = 0; i < starts.length; i++) {
      startKinds[i] = kind(classes, starts[i]);
    }
  }

  /** Tells the characters of some classes apart; null if there are too many kinds. */
  static @Nullable Alphabet of(List<List<Range>> classes) {
    Alphabet alphabet = new Alphabet(classes);
    return alphabet.kinds() > KINDS_MAX ? null : alphabet;
  }

  /** Number of kinds; a kind is from 0 to one less. */
  int kinds() {
    return members.size();
  }

  /** Whether the characters of a kind are in a class. */
  boolean isIn(int kind, int ofClass) {
    return members.get(kind).get(ofClass);
  }

  /** The kind of each character that takes one UTF-16 unit. Not written to. */
  byte[] ofUnits() {
    return kinds;
  }

  /** The kind of a character that takes two UTF-16 units. */
  int ofPair(int codePoint) {
    int found = Arrays.binarySearch(starts, codePoint);
    return startKinds[found < 0 ? -found - 2 : found];
  }

  private byte kind(List<List<Range>> classes, int codePoint) {
    BitSet in = new BitSet();
    for (int i = 0; i < classes.size(); i++) {
      if (classes.get(i).stream().anyMatch(r -> r.first() <= codePoint && codePoint <= r.last())) {
        in.set(i);
      }
    }
    if (!members.contains(in)) {
      members.add(in);
    }
    return (byte) members.indexOf(in);
  }
}
