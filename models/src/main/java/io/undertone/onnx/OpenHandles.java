package io.undertone.onnx;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the native sessions and tensors that are open in this process: what the garbage collector
 * does not free. Zero once every model, stage and head is closed. Thread-safe.
 */
public final class OpenHandles {

  private static final AtomicLong SESSIONS = new AtomicLong();
  private static final AtomicLong TENSORS = new AtomicLong();

  private OpenHandles() {}

  /** Sessions that are open. */
  public static long sessions() {
    return SESSIONS.get();
  }

  /** Tensors that are open. */
  public static long tensors() {
    return TENSORS.get();
  }

  static void addSession() {
    SESSIONS.incrementAndGet();
  }

  static void removeSession() {
    SESSIONS.decrementAndGet();
  }

  static void addTensor() {
    TENSORS.incrementAndGet();
  }

  static void removeTensor() {
    TENSORS.decrementAndGet();
  }
}
