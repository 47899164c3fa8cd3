package io.undertone.text;

import io.undertone.text.SplitPattern.Range;
import io.undertone.text.SplitPattern.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The places in a split pattern where a match may stand: before a character of some class, or at a
 * fork into two ways, the first one preferred. Counts are written out: {@code a{2}} is {@code aa}.
 */
final class SplitPlaces {

  /** The place behind the whole pattern: it has matched. */
  static final int END = 0;

  private static final int PLACES_MAX = 512;
  private static final int FORK = -1;

  private final List<List<Range>> classes = new ArrayList<>();

  /** By place: the class of the character, or {@link #FORK}. */
  private final List<Integer> reads = new ArrayList<>();

  /** By place: the one behind the character, or the preferred way. */
  private final List<Integer> next = new ArrayList<>();

  /** By place: the other way of a fork. */
  private final List<Integer> other = new ArrayList<>();

  private final Set<Integer> start = new LinkedHashSet<>();

  private SplitPlaces() {
    place(FORK, END, END);
  }

  /** Finds the places of a pattern; null if there are too many. */
  static @Nullable SplitPlaces of(SplitPattern pattern) {
    SplitPlaces places = new SplitPlaces();
    boolean ends = false;
    for (List<Step> alternative : pattern.alternatives()) {
      int place = END;
      for (int step = alternative.size() - 1; step >= 0; step--) {
        place = places.write(alternative.get(step), place);
        if (places.reads.size() > PLACES_MAX) {
          return null;
        }
      }
      ends = ends || places.add(place, places.start);
    }
    return places;
  }

  /** The classes of characters that the pattern names. */
  List<List<Range>> classes() {
    return classes;
  }

  /** The places where a piece begins, the preferred ones first. */
  Set<Integer> start() {
    return start;
  }

  /** The class of the character that is read here, by its index. */
  int classOf(int place) {
    return reads.get(place);
  }

  /**
   * Adds the places behind a character, the preferred ones first, as far as the end of the pattern,
   * and says whether that was reached.
   */
  boolean addNext(int place, Set<Integer> into) {
    return add(next.get(place), into);
  }

  private boolean add(int place, Set<Integer> into) {
    if (place != END && reads.get(place) == FORK) {
      return add(next.get(place), into) || add(other.get(place), into);
    }
    into.add(place);
    return place == END;
  }

  /** Writes a step before a place, and gives the place before the step. */
  private int write(Step step, int behind) {
    int found = classes.indexOf(step.characters());
    int characters = found < 0 ? classes.size() : found;
    if (found < 0) {
      classes.add(step.characters());
    }
    int place = behind;
    if (step.max() == SplitPattern.NO_BOUND) {
      place = place(FORK, END, behind);
      next.set(place, place(characters, place, END));
    } else {
      for (int optional = step.min(); optional < step.max(); optional++) {
        place = place(FORK, place(characters, place, END), behind);
      }
    }
    for (int needed = 0; needed < step.min(); needed++) {
      place = place(characters, place, END);
    }
    return place;
  }

  private int place(int reading, int first, int second) {
    reads.add(reading);
    next.add(first);
    other.add(second);
    return reads.size() - 1;
  }
}
