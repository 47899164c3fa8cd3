package io.undertone.job.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says that something long still goes on: in a terminal each second, on one line that is
 * overwritten, else on a new line every ten seconds. Has a thread of its own, so it also speaks
 * while nothing comes.
 */
public final class SignOfLife implements AutoCloseable {

  private static final Duration WATCHED = Duration.ofSeconds(1);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private final StatusLine status;
  private final Duration every;
  private final Supplier<String> words;
  private final long start = System.nanoTime();
  private final CountDownLatch ended = new CountDownLatch(1);

  private SignOfLife(StatusLine status, Duration every, Supplier<String> words) {
    this.status = status;
    this.every = every;
    this.words = words;
  }

  /**
   * Begins; ends when it is closed.
   *
   * @param words what goes on, and how far it is; asked in another thread
   */
  public static SignOfLife onStderr(Supplier<String> words) {
    boolean watched = Terminal.isWatched();
    return on(System.err, watched, watched ? WATCHED : ELSEWHERE, words);
  }

  static SignOfLife on(PrintStream out, boolean watched, Duration every, Supplier<String> words) {
    SignOfLife sign = new SignOfLife(new StatusLine(out, watched), every, words);
    Thread thread = new Thread(sign::run, "sign of life");
    thread.setDaemon(true);
    thread.start();
    return sign;
  }

  private void run() {
    try {
      while (!ended.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
        show();
      }
    } catch (InterruptedException ends) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void show() {
    if (ended.getCount() == 0) {
      return;
    }
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    status.show(String.format(Locale.ROOT, "%s (%,d s)", words.get(), seconds));
  }

  /** Says no more, and leaves an empty line where a person watches. */
  @Override
  public synchronized void close() {
    ended.countDown();
    status.erase();
  }
}
