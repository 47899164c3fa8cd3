package io.undertone.cell.fake;

import java.util.concurrent.atomic.AtomicInteger;

/** How many stages and heads of a model are open. Thread-safe. */
final class OpenCount {

  private final AtomicInteger open = new AtomicInteger();

  void add() {
    open.incrementAndGet();
  }

  void remove() {
    open.decrementAndGet();
  }

  int value() {
    return open.get();
  }
}
