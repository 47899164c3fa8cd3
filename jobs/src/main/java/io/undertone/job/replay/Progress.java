package io.undertone.job.replay;

import io.undertone.job.local.Counted;
import io.undertone.job.local.StatusLine;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Reports the progress of a replay: in a terminal on one line that is overwritten, else on a new
 * line every ten seconds.
 */
public final class Progress {

  private static final long NANOS_WATCHED = 200_000_000L;
  private static final long NANOS_ELSEWHERE = 10_000_000_000L;

  private final PrintStream out;
  private final StatusLine status;
  private final long every;
  private final LongSupplier nanos;
  private long last;
  private long rows;

  /** Time and number of the first results, so that the start-up does not count in the rate. */
  private long firstNanos;

  private long firstResults;

  /**
   * @param watched whether a line can be overwritten
   */
  public Progress(PrintStream out, boolean watched) {
    this(out, watched, System::nanoTime);
  }

  /** The same, with another clock. */
  Progress(PrintStream out, boolean watched, LongSupplier nanos) {
    this.out = out;
    this.status = new StatusLine(out, watched);
    this.every = watched ? NANOS_WATCHED : NANOS_ELSEWHERE;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** Reports rows that were read for sorting. */
  void read(long rowsRead) {
    if (due()) {
      status.show("Reading: " + Counted.of(rowsRead, "row"));
    }
  }

  /** All rows are read and sorted. */
  void begin(long rowsRead) {
    rows = rowsRead;
    last = nanos.getAsLong();
    status.show("Read and sorted " + Counted.of(rows, "row") + ".");
    status.keep();
  }

  /** Reports results that were written. */
  void scored(long results) {
    if (firstResults == 0) {
      firstResults = results;
      firstNanos = nanos.getAsLong();
    }
    if (due()) {
      double share = 100.0 * results / Math.max(1, rows);
      String done = String.format(Locale.ROOT, "Scored %,d of %,d (%.0f %%)", results, rows, share);
      status.show(results > firstResults ? done + pace(results) : done);
    }
  }

  private String pace(long results) {
    double rate = (results - firstResults) / (Math.max(1, last - firstNanos) / 1e9);
    return String.format(
        Locale.ROOT, ", %,.0f reviews/s, about %,.0f s to go", rate, (rows - results) / rate);
  }

  /** The results are in their place. */
  void end(Rejects rejects) {
    status.erase();
    rejects.named().forEach(row -> out.println("Rejected " + row));
    if (rejects.count() > Counted.NAMED_MAX) {
      out.printf(Locale.ROOT, "… and %,d more.%n", rejects.count() - Counted.NAMED_MAX);
    }
  }

  private boolean due() {
    long now = nanos.getAsLong();
    if (now - last < every) {
      return false;
    }
    last = now;
    return true;
  }
}
