package io.undertone.job.memory;

import io.undertone.job.local.Counted;
import io.undertone.operator.score.KeptMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks through memories as they come: counts all, and keeps those that are asked for, which are
 * certain users' or the first so many in an order. Keeps no more than these, however many come.
 */
public final class MemoryView {

  /** Memories that are put to a model together. */
  private static final int TOGETHER = 128;

  /** Which memories come first. */
  public enum Order {
    /** Those of the most reviews. */
    REVIEWS,
    /** Those that move most what the model says. */
    LEAN;

    private Comparator<Opinion> firstToLast() {
      Comparator<Opinion> least =
          this == LEAN
              ? Comparator.comparingDouble(Opinion::lean)
              : Comparator.comparingInt(opinion -> opinion.memory().remembered());
      return least.reversed().thenComparing(opinion -> opinion.memory().user());
    }
  }

  private final MemoryReaders readers;
  private final List<String> users;
  private final Set<String> wanted;
  private final int top;
  private final Order order;
  private final PriorityQueue<Opinion> kept;
  private final List<KeptMemory> waiting = new ArrayList<>();
  private final Map<String, Long> writers = new TreeMap<>();
  private long reviews;

  /**
   * @param users whose memories are shown, in this order; if empty, the first ones of all
   * @param top how many are shown where no users are named
   */
  public MemoryView(MemoryReaders readers, List<String> users, int top, Order order) {
    this.readers = readers;
    this.users = List.copyOf(users);
    this.wanted = new HashSet<>(users);
    this.top = top;
    this.order = order;
    this.kept = new PriorityQueue<>(order.firstToLast().reversed());
  }

  /** Takes a memory in. */
  public void add(KeptMemory memory) throws Exception {
    writers.merge(memory.fingerprint(), 1L, Long::sum);
    reviews += memory.remembered();
    if (wanted.isEmpty() && order == Order.REVIEWS) {
      keep(Opinion.none(memory));
    } else if (wanted.isEmpty() || wanted.contains(memory.user())) {
      waiting.add(memory);
      if (waiting.size() == TOGETHER) {
        ask();
      }
    }
  }

  /** What was counted, and who wrote it, a line each. */
  public List<String> summary() throws Exception {
    List<String> lines = new ArrayList<>();
    long users = writers.values().stream().mapToLong(Long::longValue).sum();
    lines.add(
        "%s %s remembered, with %s in all."
            .formatted(
                Counted.of(users, "user"),
                users == 1 ? "is" : "are",
                Counted.of(reviews, "review")));
    for (var writer : writers.entrySet()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d by the model with state fingerprint %s: %s",
              writer.getValue(),
              writer.getKey(),
              readers
                  .reader(writer.getKey())
                  .map(MemoryReader::summary)
                  .orElse("none of the bundles here. --model names another.")));
    }
    return lines;
  }

  /** The memories that were asked for, once all have come. */
  public List<Opinion> shown() throws Exception {
    ask();
    if (wanted.isEmpty()) {
      return opinions(kept.stream().sorted(order.firstToLast()).toList());
    }
    Map<String, Opinion> byUser = new HashMap<>();
    kept.forEach(opinion -> byUser.put(opinion.memory().user(), opinion));
    return users.stream().distinct().filter(byUser::containsKey).map(byUser::get).toList();
  }

  private void ask() throws Exception {
    readers.opinions(waiting).forEach(this::keep);
    waiting.clear();
  }

  private void keep(Opinion opinion) {
    kept.add(opinion);
    if (wanted.isEmpty() && kept.size() > top) {
      kept.remove();
    }
  }

  /** Where the model had no part in the order, it is asked of those that are left. */
  private List<Opinion> opinions(List<Opinion> chosen) throws Exception {
    if (order == Order.LEAN) {
      return chosen;
    }
    List<Opinion> asked = new ArrayList<>();
    for (int first = 0; first < chosen.size(); first += TOGETHER) {
      List<Opinion> some = chosen.subList(first, Math.min(first + TOGETHER, chosen.size()));
      asked.addAll(readers.opinions(some.stream().map(Opinion::memory).toList()));
    }
    return asked;
  }
}
