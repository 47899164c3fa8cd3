package io.undertone.job.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of an option that are each a key, an equals sign and a name. */
final class NamePairs {

  private NamePairs() {}

  /**
   * The names by their keys, in order.
   *
   * @param form of a value, as messages say it
   * @param keysMayHoldEquals whether the last equals sign parts the two, and not the first
   * @throws WrongUsage if a value has not that form, or a key comes twice
   */
  static Map<String, String> of(
      String option, String form, List<String> pairs, boolean keysMayHoldEquals) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = parting(pair, keysMayHoldEquals);
      if (equals < 1 || equals == pair.length() - 1) {
        throw new WrongUsage("%s has '%s'; it has to be %s.".formatted(option, pair, form));
      }
      String key = pair.substring(0, equals);
      if (names.put(key, pair.substring(equals + 1)) != null) {
        throw new WrongUsage("%s names %s twice; it has to be named once.".formatted(option, key));
      }
    }
    return names;
  }

  /** Where the equals sign is that parts key and name; negative where there is none. */
  static int parting(String pair, boolean keysMayHoldEquals) {
    return keysMayHoldEquals ? pair.lastIndexOf('=') : pair.indexOf('=');
  }
}
