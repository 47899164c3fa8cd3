package io.undertone.job.local;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds the end of the process up on Ctrl-C until the work of a thread has unwound. Otherwise files
 * and native memory would be released while that thread still uses them. Opened after the folder
 * that the work is done in, and before the job that it waits for.
 */
public final class ShutdownGuard implements AutoCloseable {

  /** How long the process waits for the work to unwind. */
  private static final Duration UNWOUND_MAX = Duration.ofSeconds(10);

  private final CountDownLatch unwound = new CountDownLatch(1);
  private final AtExit atExit = AtExit.run(this::await);

  /**
   * Called from within the work, often enough that it unwinds in time.
   *
   * @throws CancellationException if the process is being ended
   */
  public static void check() {
    if (AtExit.isEnding()) {
      throw new CancellationException("the process is being ended");
    }
  }

  @Override
  public void close() {
    unwound.countDown();
    atExit.close();
  }

  private void await() {
    try {
      unwound.await(UNWOUND_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
