package io.undertone.job.local;

import java.io.PrintStream;

/** Terminals of a given kind, whatever the tests run in. */
public final class TestTerminal {

  private TestTerminal() {}

  public static Terminal withColours(PrintStream out) {
    return new Terminal(out, Terminal.COLUMNS_DEFAULT, true);
  }

  public static Terminal plain(PrintStream out) {
    return plain(out, Terminal.COLUMNS_DEFAULT);
  }

  public static Terminal plain(PrintStream out, int columns) {
    return new Terminal(out, columns, false);
  }
}
