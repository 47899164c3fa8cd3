package io.undertone.job.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses values of an option of the form key=name. */
final class NamePairs {

  private NamePairs() {}

  /**
   * The names by their keys, in order. Blanks around a key are no part of it, unless it is a label.
   *
   * @param form of a value, for messages
   * @param keysMayHoldEquals whether to split at the last equals sign instead of the first
   * @throws WrongUsage if a value does not have that form, or a key is there twice
   */
  static Map<String, String> of(
      String option, String form, List<String> pairs, boolean keysMayHoldEquals) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = split(pair, keysMayHoldEquals);
      if (equals < 1 || pair.substring(equals + 1).isBlank()) {
        throw new WrongUsage("%s has '%s'; it has to be %s.".formatted(option, pair, form));
      }
      String key = pair.substring(0, equals);
      String name = pair.substring(equals + 1);
      if (!keysMayHoldEquals) {
        key = key.strip();
        name = name.strip();
      }
      if (names.put(key, name) != null) {
        throw new WrongUsage("%s names %s twice; it has to be named once.".formatted(option, key));
      }
    }
    return names;
  }

  /** The index of the equals sign between key and name; negative if there is none. */
  static int split(String pair, boolean keysMayHoldEquals) {
    return keysMayHoldEquals ? pair.lastIndexOf('=') : pair.indexOf('=');
  }
}
