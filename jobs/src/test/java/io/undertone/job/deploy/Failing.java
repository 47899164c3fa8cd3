package io.undertone.job.deploy;

import io.undertone.job.chaos.Trap;
import io.undertone.job.chaos.Waiting;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Sets a trap again and again, so that all fail until it is closed. */
final class Failing implements AutoCloseable {

  private final Trap trap;
  private final Thread setting = new Thread(this::set, "sets a trap");
  private volatile boolean closed;
  private final AtomicLong sprung = new AtomicLong(-1);

  Failing(Trap trap) {
    this.trap = trap;
    setting.setDaemon(true);
    setting.start();
  }

  private void set() {
    while (!closed) {
      if (!trap.isSet()) {
        trap.set();
        sprung.incrementAndGet();
      }
      Waiting.pause();
    }
  }

  /** How many have failed. */
  long failed() {
    return sprung.get();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      setting.join();
    } catch (InterruptedException stopped) {
      throw new IOException("stopped while the trap was taken away", stopped);
    }
    Trap.clear();
  }
}
