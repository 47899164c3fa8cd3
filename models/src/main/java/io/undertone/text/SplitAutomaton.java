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
 * A split pattern as a table: one look-up a character, whatever the pattern says. It takes what a
 * backtracking engine takes, the first alternative that matches and as much as that can: a state is
 * the list of all places in the pattern that are still possible, the preferred ones first, and what
 * comes behind a match in that list is dropped. Source: Cox 2009, Regular Expression Matching: the
 * Virtual Machine Approach. Immutable.
 */
final class SplitAutomaton {

  /** The move that leads nowhere. */
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

  /** Builds the table; null if the pattern says more than it holds, or matches nothing at all. */
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
