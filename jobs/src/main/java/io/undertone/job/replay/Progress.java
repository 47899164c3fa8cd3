package io.undertone.job.replay;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Says how far a replay is: on one line that is written over where a person watches, on a line each
 * ten seconds elsewhere.
 */
public final class Progress {

  private static final long NANOS_WATCHED = 200_000_000L;
  private static final long NANOS_ELSEWHERE = 10_000_000_000L;

  private final PrintStream out;
  private final boolean watched;
  private long last = System.nanoTime();
  private long begin;
  private long rows;

  /**
   * @param watched whether a line can be written over
   */
  public Progress(PrintStream out, boolean watched) {
    this.out = out;
    this.watched = watched;
  }

  /** So many rows were read for sorting. */
  void read(long rowsRead) {
    if (due()) {
      show("Reading: %,d rows".formatted(rowsRead));
    }
  }

  /** All rows are read and sorted. */
  void begin(long rowsRead) {
    rows = rowsRead;
    begin = System.nanoTime();
    last = begin;
    show("Read and sorted %,d rows.".formatted(rows));
    newLine();
  }

  /** So many results are written. */
  void scored(long results) {
    if (due()) {
      double rate = results / ((System.nanoTime() - begin) / 1e9);
      show(
          String.format(
              Locale.ROOT,
              "Scored %,d of %,d (%.0f %%), %,.0f reviews/s, about %.0f s to go",
              results,
              rows,
              100.0 * results / Math.max(1, rows),
              rate,
              (rows - results) / Math.max(1, rate)));
    }
  }

  /** The results are where they belong. */
  void end(Rejects rejects) {
    if (watched) {
      out.print("\r\u001b[K");
    }
    rejects.named().forEach(row -> out.println("Rejected " + row));
    if (rejects.count() > Rejects.NAMED_MAX) {
      out.printf(Locale.ROOT, "… and %,d more.%n", rejects.count() - Rejects.NAMED_MAX);
    }
  }

  private boolean due() {
    long now = System.nanoTime();
    if (now - last < (watched ? NANOS_WATCHED : NANOS_ELSEWHERE)) {
      return false;
    }
    last = now;
    return true;
  }

  private void show(String line) {
    if (watched) {
      out.print("\r\u001b[K" + line);
      out.flush();
    } else {
      out.println(line);
    }
  }

  private void newLine() {
    if (watched) {
      out.println();
    }
  }
}
