package io.undertone.cell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Passages that may start, longest first, in rounds: all that wait when a round begins are started
 * before any that come later, so a short review waits for one round at most, however many long ones
 * arrive. Long ones first, since a long review begun last would keep one slot busy while the others
 * stand empty.
 */
final class WaitingRoom {

  private final Comparator<Passage> shortestFirst;
  private List<Passage> round = new ArrayList<>();
  private List<Passage> arriving = new ArrayList<>();

  WaitingRoom(ToIntFunction<Passage> length) {
    this.shortestFirst = Comparator.comparingInt(length);
  }

  void add(Passage passage) {
    arriving.add(passage);
  }

  boolean isEmpty() {
    return round.isEmpty() && arriving.isEmpty();
  }

  /** Takes the longest passage of the round. */
  Passage next() {
    if (round.isEmpty()) {
      begin();
    }
    return round.remove(round.size() - 1);
  }

  /** Takes the longest passages of the round, {@code countMax} at most. */
  List<Passage> nextBatch(int countMax) {
    if (round.isEmpty()) {
      begin();
    }
    List<Passage> longest = round.subList(Math.max(0, round.size() - countMax), round.size());
    List<Passage> batch = List.copyOf(longest);
    longest.clear();
    return batch;
  }

  private void begin() {
    List<Passage> empty = round;
    round = arriving;
    arriving = empty;
    round.sort(shortestFirst);
  }
}
