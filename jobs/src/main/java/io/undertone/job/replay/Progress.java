package io.undertone.job.replay;

import io.undertone.job.local.Counted;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says how far a replay is: on one line that is written over where a person watches, on a line each
 * ten seconds elsewhere.
 */
public final class Progress {

  private static final long NANOS_WATCHED = 200_000_000L;
  private static final long NANOS_ELSEWHERE = 10_000_000_000L;

  private final PrintStream out;
  private final boolean watched;
  private final LongSupplier nanos;
  private long last;
  private long rows;

  /** When results first came, and how many: what starting takes says nothing of the rate. */
  private long firstNanos;

  private long firstResults;

  /**
   * @param watched whether a line can be written over
   */
  public Progress(PrintStream out, boolean watched) {
    this(out, watched, System::nanoTime);
  }

  /** The same, with another clock. */
  Progress(PrintStream out, boolean watched, LongSupplier nanos) {
    this.out = out;
    this.watched = watched;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** So many rows were read for sorting. */
  void read(long rowsRead) {
    if (due()) {
      show("Reading: " + Counted.of(rowsRead, "row"));
    }
  }

  /** All rows are read and sorted. */
  void begin(long rowsRead) {
    rows = rowsRead;
    last = nanos.getAsLong();
    show("Read and sorted " + Counted.of(rows, "row") + ".");
    newLine();
  }

  /** So many results are written. */
  void scored(long results) {
    if (firstResults == 0) {
      firstResults = results;
      firstNanos = nanos.getAsLong();
    }
    if (due()) {
      double share = 100.0 * results / Math.max(1, rows);
      String done = String.format(Locale.ROOT, "Scored %,d of %,d (%.0f %%)", results, rows, share);
      show(results > firstResults ? done + pace(results) : done);
    }
  }

  private String pace(long results) {
    double rate = (results - firstResults) / (Math.max(1, last - firstNanos) / 1e9);
    return String.format(
        Locale.ROOT, ", %,.0f reviews/s, about %,.0f s to go", rate, (rows - results) / rate);
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
    long now = nanos.getAsLong();
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
