package io.undertone.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A split pattern as a table: one look-up for each character. It finds the piece that a
 * backtracking engine finds: by the first alternative that matches, as long as that one can be. A
 * state is the list of the places in the pattern where the match may stand, the preferred ones
 * first. Where the list reaches the end of the pattern, the places behind are dropped: they are
 * less preferred. Source: Cox 2009, Regular Expression Matching: the Virtual Machine Approach.
 * Immutable.
 */
final class SplitAutomaton {

  /** The move where the pattern cannot go on. */
  static final int DEAD = -1;

  /** In a move: a piece may end here. The state is in the bits above it. */
  static final int MATCH = 1;

  private static final int STATES_MAX = 1_024;

  private final Alphabet alphabet;
  private final List<List<Integer>> states = new ArrayList<>();
  private final Map<List<Integer>, Integer> numbers = new HashMap<>();
  private final int[] moves;

  private SplitAutomaton(SplitPlaces places, Alphabet alphabet) {
    this.alphabet = alphabet;
    List<int[]> rows = new ArrayList<>();
    number(places.start());
    for (int state = 0; state < states.size() && states.size() <= STATES_MAX; state++) {
      rows.add(row(places, states.get(state)));
    }
    moves = rows.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /**
   * Builds the table; null if {@link SplitPattern} does not know the pattern, if the table would be
   * too large, or if the pattern matches an empty text.
   */
  static @Nullable SplitAutomaton of(String text) {
    SplitPattern pattern = SplitPattern.of(text);
    SplitPlaces places = pattern == null ? null : SplitPlaces.of(pattern);
    Alphabet alphabet = places == null ? null : Alphabet.of(places.classes());
    if (places == null || alphabet == null || places.start().contains(SplitPlaces.END)) {
      return null;
    }
    SplitAutomaton automaton = new SplitAutomaton(places, alphabet);
    return automaton.states.size() > STATES_MAX ? null : automaton;
  }

  /** The kinds of characters that the pattern tells apart. */
  Alphabet alphabet() {
    return alphabet;
  }

  /** By state + kind, the first state being 0: {@link #DEAD}, or the next one. Not written to. */
  int[] moves() {
    return moves;
  }

  private int[] row(SplitPlaces places, List<Integer> state) {
    int[] row = new int[alphabet.kinds()];
    for (int kind = 0; kind < row.length; kind++) {
      Set<Integer> next = new LinkedHashSet<>();
      boolean ends = false;
      for (int i = 0; i < state.size() && !ends; i++) {
        int place = state.get(i);
        ends =
            place != SplitPlaces.END
                && alphabet.isIn(kind, places.classOf(place))
                && places.addNext(place, next);
      }
      row[kind] = next.isEmpty() ? DEAD : number(next) | (ends ? MATCH : 0);
    }
    return row;
  }

  /** The move to a state, which is new or was seen before. */
  private int number(Set<Integer> places) {
    List<Integer> state = List.copyOf(places);
    int number = numbers.computeIfAbsent(state, unseen -> states.size());
    if (number == states.size()) {
      states.add(state);
    }
    return (number * alphabet.kinds()) << 1;
  }
}
