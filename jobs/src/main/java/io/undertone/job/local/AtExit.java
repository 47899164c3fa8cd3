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

  private static final Deque<AtExit> REGISTERED = new ArrayDeque<>();
  private static boolean hooked;
  private static volatile boolean ending;

  private final Runnable cleanup;

  private AtExit(Runnable cleanup) {
    this.cleanup = cleanup;
  }

  /** Registers a cleanup; to be closed once it is done without this. */
  public static AtExit run(Runnable cleanup) {
    AtExit registered = new AtExit(cleanup);
    synchronized (REGISTERED) {
      if (!hooked) {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::runAll, "at exit"));
        hooked = true;
      }
      REGISTERED.push(registered);
    }
    return registered;
  }

  /** Whether the process is being ended: then a failure, as of a cancelled job, is no news. */
  public static boolean isEnding() {
    return ending;
  }

  /** Removes the cleanup. */
  @Override
  public void close() {
    synchronized (REGISTERED) {
      REGISTERED.remove(this);
    }
  }

  private static void runAll() {
    ending = true;
    for (AtExit next = last(); next != null; next = last()) {
      try {
        next.cleanup.run();
      } catch (RuntimeException failure) {
        System.err.println("While ending: " + failure.getMessage());
      }
    }
  }

  private static @Nullable AtExit last() {
    synchronized (REGISTERED) {
      return REGISTERED.poll();
    }
  }
}
