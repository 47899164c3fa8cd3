package io.undertone.job.replay;

import java.util.List;
import java.util.stream.Collectors;

/** Names from a file as a message can show them: short, and on one line. */
final class ShortNames {

  private static final int CHARACTERS_MAX = 40;
  private static final int COUNT_MAX = 20;

  private ShortNames() {}

  static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", " ");
    int end =
        line.offsetByCodePoints(0, Math.min(CHARACTERS_MAX, line.codePointCount(0, line.length())));
    return end < line.length() ? line.substring(0, end) + "…" : line;
  }

  static String shown(List<String> names) {
    String first =
        names.stream().limit(COUNT_MAX).map(ShortNames::shown).collect(Collectors.joining(", "));
    int more = names.size() - COUNT_MAX;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
