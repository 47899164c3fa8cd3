package io.undertone.job.chaos;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread or process brings about, but not for ever. */
public final class Waiting {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(5);

  private Waiting() {}

  public static void until(String what, Callable<Boolean> happened) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!happened.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Waited %s in vain: %s".formatted(PATIENCE, what));
      }
      pause();
    }
  }

  /** What comes of an attempt that may fail a while, as on a job that is just recovering. */
  public static <T> T forResult(String what, Callable<T> attempt) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return attempt.call();
      } catch (ExecutionException refused) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("Waited %s in vain: %s".formatted(PATIENCE, what), refused);
        }
        pause();
      }
    }
  }

  /** Between two looks. */
  public static void pause() {
    LockSupport.parkNanos(LOOK.toNanos());
  }
}
