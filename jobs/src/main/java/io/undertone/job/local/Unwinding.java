package io.undertone.job.local;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Work of a thread that Ctrl-C is to let unwind: the process ends only after it, or what lies
 * beneath would be taken from it while it runs: its files, and the memory of native libraries.
 * Opened after the folder that the work is done in, and before the job that it waits for.
 */
public final class Unwinding implements AutoCloseable {

  /** How long the work may take to look at {@link #stopAtExit}. */
  private static final Duration UNWOUND_MAX = Duration.ofSeconds(10);

  private final CountDownLatch unwound = new CountDownLatch(1);
  private final AtExit atExit = AtExit.undo(this::await);

  /** Ends the work, where the process is being ended. */
  public static void stopAtExit() {
    if (AtExit.isUndoing()) {
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
