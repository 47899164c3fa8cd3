package io.undertone.job.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an input as they come: many at once where they come fast, one at once where somebody
 * types. A thread of its own reads ahead, by a bounded number of lines.
 */
final class StdinLines {

  /** Batches that are read ahead at most. */
  private static final int BATCHES_AHEAD = 4;

  private final BlockingQueue<Optional<ByteLine>> ahead;
  private final int linesMax;
  private boolean ended;
  private volatile @Nullable IOException failure;

  private StdinLines(int linesMax) {
    this.linesMax = linesMax;
    this.ahead = new ArrayBlockingQueue<>(BATCHES_AHEAD * linesMax);
  }

  /** Begins to read; no call gives more than {@code linesMax} lines. */
  static StdinLines start(ByteLines in, int linesMax) {
    StdinLines lines = new StdinLines(linesMax);
    Thread reader = new Thread(() -> lines.readAll(in), "stdin");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  /** At least one line, and what else has come already; null at the end. */
  @Nullable List<ByteLine> next() throws IOException {
    List<ByteLine> lines = new ArrayList<>();
    try {
      Optional<ByteLine> line = ended ? Optional.empty() : ahead.take();
      while (line != null && line.isPresent() && lines.size() < linesMax - 1) {
        lines.add(line.get());
        line = ahead.poll();
      }
      if (line != null) {
        line.ifPresent(lines::add);
        ended |= line.isEmpty();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      ended = true;
    }
    return lines.isEmpty() ? end() : lines;
  }

  private @Nullable List<ByteLine> end() throws IOException {
    if (failure != null) {
      throw failure;
    }
    return null;
  }

  private void readAll(ByteLines lines) {
    try {
      for (ByteLine line = lines.next(); line != null; line = lines.next()) {
        ahead.put(Optional.of(line));
      }
    } catch (IOException unreadable) {
      failure = unreadable;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      finish();
    }
  }

  private void finish() {
    try {
      ahead.put(Optional.empty());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
