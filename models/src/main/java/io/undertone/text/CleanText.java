package io.undertone.text;

/**
 * The little that happens to a text before it is split: ASCII letters are lower-cased, if the model
 * was trained so, and a lone surrogate becomes U+FFFD. Nothing else changes.
 */
final class CleanText {

  private static final char REPLACEMENT = '\ufffd';
  private static final int CASE = 'a' - 'A';

  private CleanText() {}

  static String of(String text, boolean lowercaseAscii) {
    int first = firstToChange(text, lowercaseAscii);
    if (first == text.length()) {
      return text;
    }
    char[] clean = text.toCharArray();
    for (int i = first; i < clean.length; i++) {
      if (lowercaseAscii && isUpper(clean[i])) {
        clean[i] = (char) (clean[i] + CASE);
      } else if (isLone(text, i)) {
        clean[i] = REPLACEMENT;
      }
    }
    return new String(clean);
  }

  /** A character that is no half of a surrogate pair. */
  static char single(char character, boolean lowercaseAscii) {
    if (lowercaseAscii && isUpper(character)) {
      return (char) (character + CASE);
    }
    return Character.isSurrogate(character) ? REPLACEMENT : character;
  }

  private static int firstToChange(String text, boolean lowercaseAscii) {
    int i = 0;
    while (i < text.length() && !(lowercaseAscii && isUpper(text.charAt(i))) && !isLone(text, i)) {
      i++;
    }
    return i;
  }

  private static boolean isUpper(char character) {
    return character >= 'A' && character <= 'Z';
  }

  private static boolean isLone(String text, int i) {
    char character = text.charAt(i);
    if (Character.isHighSurrogate(character)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(character)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
