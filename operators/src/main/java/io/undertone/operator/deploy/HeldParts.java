package io.undertone.operator.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The steps' parts of a checkpoint whose barriers wait. Nothing is kept in them. */
final class HeldParts {

  private final List<CompletableFuture<byte[]>> parts = new ArrayList<>();

  void add(CompletableFuture<byte[]> part) {
    parts.add(part);
  }

  /** The barriers may start. */
  void complete() {
    List<CompletableFuture<byte[]>> held = List.copyOf(parts);
    parts.clear();
    held.forEach(HeldParts::complete);
  }

  /** The checkpoint is given up. */
  void fail(String reason) {
    List<CompletableFuture<byte[]>> held = List.copyOf(parts);
    parts.clear();
    held.forEach(part -> part.completeExceptionally(new IllegalStateException(reason)));
  }

  static void complete(CompletableFuture<byte[]> part) {
    part.complete(new byte[0]);
  }
}
