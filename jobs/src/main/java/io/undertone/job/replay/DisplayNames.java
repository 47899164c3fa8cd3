package io.undertone.job.replay;

import java.util.List;
import java.util.stream.Collectors;

/** Shortens names and values from a file for a message, to one line. */
final class DisplayNames {

  private static final int CHARACTERS_MAX = 40;
  private static final int COUNT_MAX = 20;

  private DisplayNames() {}

  static String of(String name) {
    String line = name.replaceAll("\\p{Cntrl}", " ");
    int end =
        line.offsetByCodePoints(0, Math.min(CHARACTERS_MAX, line.codePointCount(0, line.length())));
    return end < line.length() ? line.substring(0, end) + "…" : line;
  }

  static String of(List<String> names) {
    String first =
        names.stream().limit(COUNT_MAX).map(DisplayNames::of).collect(Collectors.joining(", "));
    int more = names.size() - COUNT_MAX;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
