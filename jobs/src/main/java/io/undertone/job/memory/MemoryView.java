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
 * Collects memories: counts all, and keeps those to be shown, which are certain users' or the first
 * ones in an order. Memory is bounded by those that are shown.
 */
public final class MemoryView {

  /** Memories that are scored in one batch. */
  private static final int TOGETHER = 128;

  /** Which memories come first. */
  public enum Order {
    /** Those with the most reviews first. */
    REVIEWS,
    /** Those that change the model's answer most first. */
    LEAN;

    private Comparator<MemoryEffect> firstToLast() {
      Comparator<MemoryEffect> least =
          this == LEAN
              ? Comparator.comparingDouble(MemoryEffect::lean)
              : Comparator.comparingInt(effect -> effect.memory().remembered());
      return least.reversed().thenComparing(effect -> effect.memory().user());
    }
  }

  private final MemoryReaders readers;
  private final List<String> users;
  private final Set<String> wanted;
  private final int top;
  private final Order order;
  private final PriorityQueue<MemoryEffect> kept;
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

  /** Adds a memory. */
  public void add(KeptMemory memory) throws Exception {
    writers.merge(memory.fingerprint(), 1L, Long::sum);
    reviews += memory.remembered();
    if (wanted.isEmpty() && order == Order.REVIEWS) {
      keep(MemoryEffect.none(memory));
    } else if (wanted.isEmpty() || wanted.contains(memory.user())) {
      waiting.add(memory);
      if (waiting.size() == TOGETHER) {
        ask();
      }
    }
  }

  /** The totals, and a line for each model that wrote memories. */
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
                  .orElse(readers.none() + ". --model names another.")));
    }
    return lines;
  }

  /** The memories to be shown, once all were added. */
  public List<MemoryEffect> shown() throws Exception {
    ask();
    if (wanted.isEmpty()) {
      return effects(kept.stream().sorted(order.firstToLast()).toList());
    }
    Map<String, MemoryEffect> byUser = new HashMap<>();
    kept.forEach(effect -> byUser.put(effect.memory().user(), effect));
    return users.stream().distinct().filter(byUser::containsKey).map(byUser::get).toList();
  }

  private void ask() throws Exception {
    readers.effects(waiting).forEach(this::keep);
    waiting.clear();
  }

  private void keep(MemoryEffect effect) {
    kept.add(effect);
    if (wanted.isEmpty() && kept.size() > top) {
      kept.remove();
    }
  }

  /** Scores the chosen memories, unless the order needed that before. */
  private List<MemoryEffect> effects(List<MemoryEffect> chosen) throws Exception {
    if (order == Order.LEAN) {
      return chosen;
    }
    List<MemoryEffect> asked = new ArrayList<>();
    for (int first = 0; first < chosen.size(); first += TOGETHER) {
      List<MemoryEffect> some = chosen.subList(first, Math.min(first + TOGETHER, chosen.size()));
      asked.addAll(readers.effects(some.stream().map(MemoryEffect::memory).toList()));
    }
    return asked;
  }
}
