package io.undertone.job.local;

/** Cuts and pads text to a width, as a terminal counts its columns: for tables. */
public final class TextColumns {

  private static final String CUT = "…";

  /** Emoji outside the ranges below, all that Unicode calls wide there. */
  private static final String WIDE_SIGNS =
      "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾" + "⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕";

  private TextColumns() {}

  public static String left(String text, int columns) {
    String cut = cut(text, columns);
    return cut + " ".repeat(columns - columns(cut));
  }

  public static String right(String text, int columns) {
    String cut = cut(text, columns);
    return " ".repeat(columns - columns(cut)) + cut;
  }

  /** The text on one line, shortened where it is wider. */
  public static String cut(String text, int columns) {
    String line = Terminal.printable(text);
    if (columns(line) <= columns) {
      return line;
    }
    int end = 0;
    int used = CUT.length();
    while (used + columns(line.codePointAt(end)) <= columns) {
      used += columns(line.codePointAt(end));
      end += Character.charCount(line.codePointAt(end));
    }
    return columns < 1 ? "" : line.substring(0, end) + CUT;
  }

  private static int columns(String text) {
    return text.codePoints().map(TextColumns::columns).sum();
  }

  /** 2 for East Asian characters and emoji, 0 for combining ones, else 1. */
  private static int columns(int letter) {
    int type = Character.getType(letter);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        (letter >= 0x1100 && letter <= 0x115F)
            || (letter >= 0x2E80 && letter <= 0xA4CF)
            || (letter >= 0xAC00 && letter <= 0xD7A3)
            || (letter >= 0xF900 && letter <= 0xFAFF)
            || (letter >= 0xFE30 && letter <= 0xFE6F)
            || (letter >= 0xFF00 && letter <= 0xFF60)
            || (letter >= 0xFFE0 && letter <= 0xFFE6)
            || WIDE_SIGNS.indexOf(letter) >= 0
            || (letter >= 0x1F300 && letter <= 0x1FAFF)
            || (letter >= 0x20000 && letter <= 0x3FFFD);
    return wide ? 2 : 1;
  }
}
