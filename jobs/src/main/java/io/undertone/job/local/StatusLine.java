package io.undertone.job.local;

import java.io.PrintStream;

/** A line that says how far something is: overwritten where a person watches, else written anew. */
public final class StatusLine {

  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean watched;

  /**
   * @param watched whether a line can be overwritten
   */
  public StatusLine(PrintStream out, boolean watched) {
    this.out = out;
    this.watched = watched;
  }

  /** Shows this in place of the line before. */
  public void show(String line) {
    if (watched) {
      out.print(ERASE + line);
      out.flush();
    } else {
      out.println(line);
    }
  }

  /** Lets the line stay as it is; the next one comes below it. */
  public void keep() {
    if (watched) {
      out.println();
    }
  }

  /** Leaves an empty line where a line could be overwritten. */
  public void erase() {
    if (watched) {
      out.print(ERASE);
      out.flush();
    }
  }
}
