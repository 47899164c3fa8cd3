package io.undertone.text;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that a model's vocabulary is written in, Latin or Han for example: a text in another
 * one reaches the model in single bytes, and what it answers means nothing. Refuses to know
 * languages: German is Latin as English is. Immutable.
 */
public final class KnownScripts {

  /** Of a vocabulary's words one in so many makes a script known; fewer are names and the like. */
  private static final int WORDS_FOR_ONE = 10;

  /** Letters of a text that are looked at. */
  private static final int LETTERS_MAX = 100;

  /** Below it all letters are Latin. */
  private static final int LATIN_END = 0x250;

  private final Set<UnicodeScript> known = EnumSet.noneOf(UnicodeScript.class);

  private KnownScripts() {}

  /**
   * Looks through a vocabulary. Among byte pairs a single letter of ASCII says nothing, since they
   * have them all; where nothing else is there, every script counts as known.
   */
  public static KnownScripts of(Tokenizer tokenizer) {
    boolean bytes = !(tokenizer instanceof SymbolTokenizer);
    Map<UnicodeScript, Integer> words = new EnumMap<>(UnicodeScript.class);
    int all = 0;
    for (int id = 0; id < tokenizer.vocabulary(); id++) {
      String word = tokenizer.decode(new int[] {id}).strip();
      boolean mute = bytes && word.length() == 1 && word.charAt(0) < 0x80;
      UnicodeScript script = mute ? null : first(word);
      if (script != null) {
        words.merge(script, 1, Integer::sum);
        all++;
      }
    }
    KnownScripts scripts = new KnownScripts();
    for (Map.Entry<UnicodeScript, Integer> each : words.entrySet()) {
      if (WORDS_FOR_ONE * each.getValue() >= all) {
        scripts.known.add(each.getKey());
      }
    }
    return scripts;
  }

  /**
   * The name of the script that a text begins with, where three quarters or more of its first
   * letters are in none that is known; null for any other text, with or without letters.
   */
  public @Nullable String strange(String text) {
    if (known.isEmpty()) {
      return null;
    }
    UnicodeScript first = null;
    int letters = 0;
    int strange = 0;
    for (int at = 0; at < text.length() && letters < LETTERS_MAX; ) {
      int letter = text.codePointAt(at);
      at += Character.charCount(letter);
      UnicodeScript script = of(letter);
      if (script != null) {
        letters++;
        if (!known.contains(script)) {
          strange++;
          first = first == null ? script : first;
        }
      }
    }
    return first != null && 4 * strange >= 3 * letters ? inWords(first) : null;
  }

  private static @Nullable UnicodeScript first(String text) {
    return text.codePoints()
        .mapToObj(KnownScripts::of)
        .filter(script -> script != null)
        .findFirst()
        .orElse(null);
  }

  /** The script of a letter; null of what is none, or is used in several. */
  private static @Nullable UnicodeScript of(int letter) {
    if (!Character.isLetter(letter)) {
      return null;
    }
    UnicodeScript script = letter < LATIN_END ? UnicodeScript.LATIN : UnicodeScript.of(letter);
    boolean shared = script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED;
    return shared ? null : script;
  }

  private static String inWords(UnicodeScript script) {
    String name = script.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
