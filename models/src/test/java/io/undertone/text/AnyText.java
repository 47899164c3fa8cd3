package io.undertone.text;

import java.util.List;
import java.util.Random;

/** Short texts of what splits and merges differently, thrown together. */
final class AnyText {

  private static final List<String> PARTS =
      List.of(
          "a", "e", "t", "Q", "Z", "the", "good", " film", "DON'T", "'", "’", "'s", "0", "7", "42",
          " ", " ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "\u2028", "\u0085", ".", "!",
          "--", "&", "[", "^", "\\", "é", "ß", "ſ", "K", "İ", "я", "ẞ", "好", "不好", "，", "。", "龥",
          "한", "か", "😀", "👍🏽", "👩‍💻", "𝒜", "𠀀", "🇩🇪", "e\u0301", "\u0301", "\u200d",
          "\ufe0f", "\ufeff", "\ufffd", "\ud83d", "\ude00", "\udbff", "\u0000", "\u0007", "\u007f",
          "\uffff");

  private AnyText() {}

  /** A text of up to so many parts; one in eight is any code point or any UTF-16 unit. */
  static String of(Random random, int partsMax) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(partsMax + 1); left > 0; left--) {
      switch (random.nextInt(16)) {
        case 0 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        case 1 -> text.append((char) random.nextInt(Character.MAX_VALUE + 1));
        case 2 -> text.append(any(random).repeat(1 + random.nextInt(40)));
        default -> text.append(any(random));
      }
    }
    return text.toString();
  }

  private static String any(Random random) {
    return PARTS.get(random.nextInt(PARTS.size()));
  }
}
