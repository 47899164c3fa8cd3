package io.undertone.job.local;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Shortens names and values from a file for a message, to one line. Invisible characters are shown
 * as escapes, and blanks at the ends within quotes, so that names can be told apart.
 */
public final class DisplayNames {

  private static final int CHARACTERS_MAX = 40;
  private static final int COUNT_MAX = 20;

  /** Blanks other than the plain one, controls, and marks without a width. */
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}&&[^ ]]");

  private DisplayNames() {}

  public static String of(String name) {
    String line =
        INVISIBLE
            .matcher(name)
            .replaceAll(found -> "\\\\u%04x".formatted(found.group().codePointAt(0)));
    int end =
        line.offsetByCodePoints(0, Math.min(CHARACTERS_MAX, line.codePointCount(0, line.length())));
    String shortened = end < line.length() ? line.substring(0, end) + "…" : line;
    return shortened.equals(shortened.strip()) ? shortened : "'" + shortened + "'";
  }

  public static String of(List<String> names) {
    String first =
        names.stream().limit(COUNT_MAX).map(DisplayNames::of).collect(Collectors.joining(", "));
    int more = names.size() - COUNT_MAX;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
