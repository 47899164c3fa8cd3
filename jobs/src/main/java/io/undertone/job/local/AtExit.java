package io.undertone.job.local;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Cleans up even when the process is ended from outside, as by Ctrl-C: in the reverse order of
 * registration, so that a job is cancelled before its broker stops, and the broker stops before its
 * folder is deleted. Thread-safe.
 */
public final class AtExit implements AutoCloseable {

  private static final Deque<AtExit> STANDING = new ArrayDeque<>();
  private static boolean hooked;
  private static volatile boolean undoing;

  private final Runnable undo;

  private AtExit(Runnable undo) {
    this.undo = undo;
  }

  /** Registers a cleanup; to be closed once it is done without this. */
  public static AtExit undo(Runnable undo) {
    AtExit promise = new AtExit(undo);
    synchronized (STANDING) {
      if (!hooked) {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::undoAll, "at exit"));
        hooked = true;
      }
      STANDING.push(promise);
    }
    return promise;
  }

  /** Whether the process is being ended: then a failure, as of a cancelled job, is no news. */
  public static boolean isUndoing() {
    return undoing;
  }

  /** Removes the cleanup. */
  @Override
  public void close() {
    synchronized (STANDING) {
      STANDING.remove(this);
    }
  }

  private static void undoAll() {
    undoing = true;
    for (AtExit next = last(); next != null; next = last()) {
      try {
        next.undo.run();
      } catch (RuntimeException failure) {
        System.err.println("While ending: " + failure.getMessage());
      }
    }
  }

  private static @Nullable AtExit last() {
    synchronized (STANDING) {
      return STANDING.poll();
    }
  }
}
