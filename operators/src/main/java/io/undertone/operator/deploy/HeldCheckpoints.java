package io.undertone.operator.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Acknowledgements of coordinators that are held back, so that a checkpoint's barriers wait. */
final class HeldCheckpoints {

  private final List<CompletableFuture<byte[]>> futures = new ArrayList<>();

  void add(CompletableFuture<byte[]> future) {
    futures.add(future);
  }

  /** Acknowledges all, so that the barriers start. */
  void complete() {
    List<CompletableFuture<byte[]>> held = List.copyOf(futures);
    futures.clear();
    held.forEach(HeldCheckpoints::complete);
  }

  /** Fails all, and with them the checkpoint. */
  void fail(String reason) {
    List<CompletableFuture<byte[]>> held = List.copyOf(futures);
    futures.clear();
    held.forEach(future -> future.completeExceptionally(new IllegalStateException(reason)));
  }

  /** Acknowledges one: a coordinator here has no state to add. */
  static void complete(CompletableFuture<byte[]> future) {
    future.complete(new byte[0]);
  }
}
