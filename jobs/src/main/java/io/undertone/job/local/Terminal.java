package io.undertone.job.local;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The terminal of stdout: its width, and colours if they are wanted. */
public final class Terminal {

  /** Width if it is unknown. */
  static final int COLUMNS_DEFAULT = 100;

  /** Of the 256 colours, seven that can be read on black and on white alike. */
  private static final int[] SCALE = {160, 166, 172, 142, 106, 70, 34};

  private static final int COLUMNS_MIN = 60;
  private static final int COLUMNS_MAX = 200;

  private final PrintStream out;
  private final int columns;
  private final boolean colours;

  Terminal(PrintStream out, int columns, boolean colours) {
    this.out = out;
    this.columns = columns;
    this.colours = colours;
  }

  /** The terminal that stdout goes to, as the launcher found it; a page without colours if none. */
  public static Terminal ofStdout() {
    return of(System.out, System.getProperty("undertone.columns"), System.getenv());
  }

  /**
   * The terminal of so many columns, null if there is none, in the environment that says how it is
   * wanted.
   */
  static Terminal of(PrintStream out, @Nullable String columns, Map<String, String> environment) {
    boolean colours =
        columns != null
            && !environment.containsKey("NO_COLOR")
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(out, columns(columns), colours);
  }

  /** Whether stderr is a terminal, so that a line can be overwritten. */
  public static boolean isWatched() {
    return Boolean.getBoolean("undertone.watched");
  }

  /** Whether stdin is a terminal, so that a person types. */
  public static boolean isTyped() {
    return Boolean.getBoolean("undertone.typed");
  }

  public int columns() {
    return columns;
  }

  /** The text on one line: control characters could move the cursor, so they show as a space. */
  public static String printable(String text) {
    return text.codePoints()
        .map(letter -> Character.isISOControl(letter) ? ' ' : letter)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** The text in a colour, or as it is. */
  public String paint(Colour colour, String text) {
    return colours ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
  }

  /** Whether colours are shown. */
  public boolean showsColours() {
    return colours;
  }

  /** The text in a colour of the scale from red, 0, to green, 1; or as it is. */
  public String paint(double share, String text) {
    int step = (int) Math.min(SCALE.length - 1, Math.max(0, share * SCALE.length));
    return colours ? "\u001b[38;5;" + SCALE[step] + "m" + text + "\u001b[0m" : text;
  }

  public void println(String line) {
    out.println(line);
    out.flush();
  }

  private static int columns(@Nullable String given) {
    try {
      int columns = given == null ? COLUMNS_DEFAULT : Integer.parseInt(given.strip());
      return Math.max(COLUMNS_MIN, Math.min(COLUMNS_MAX, columns));
    } catch (NumberFormatException unreadable) {
      return COLUMNS_DEFAULT;
    }
  }

  /** The few that are used. */
  public enum Colour {
    GREEN(32),
    RED(31),
    YELLOW(33),
    FAINT(2),
    BOLD(1);

    private final int code;

    Colour(int code) {
      this.code = code;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
