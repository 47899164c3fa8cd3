package io.undertone.job.local;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What is to be undone even when the process is ended from outside, by Ctrl-C for one: the last
 * thing begun first, so that a job is cancelled before its broker stops, and the broker before its
 * folder goes. Safe for threads.
 */
public final class AtExit implements AutoCloseable {

  private static final Deque<AtExit> STANDING = new ArrayDeque<>();
  private static boolean hooked;
  private static volatile boolean undoing;

  private final Runnable undo;

  private AtExit(Runnable undo) {
    this.undo = undo;
  }

  /** Promises to undo something; to be closed by whoever undoes it himself. */
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

  /** Whether the process is being ended: what fails from now on, a cancelled job, fails of that. */
  public static boolean isUndoing() {
    return undoing;
  }

  /** Nothing is left to undo. */
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
