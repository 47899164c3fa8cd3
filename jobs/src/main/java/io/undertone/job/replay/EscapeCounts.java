package io.undertone.job.replay;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts texts in which a line end or a tab is written as a backslash and a letter. Databases write
 * them so, and other programs do not; a file does not say which one wrote it, so texts stay as they
 * are.
 */
final class EscapeCounts {

  /** One text in so many is no stray one: of IMDb's and of shops' texts one in 8,000 has a pair. */
  private static final int TEXTS_FOR_ONE = 100;

  private static final Pattern ESCAPE = Pattern.compile("\\\\[nrt]");

  private long texts;
  private long escaped;

  void add(String text) {
    texts++;
    escaped += ESCAPE.matcher(text).find() ? 1 : 0;
  }

  /** A hint for the user; null if fewer than one text in a hundred has such an escape. */
  @Nullable String hint() {
    return escaped == 0 || TEXTS_FOR_ONE * escaped < texts
        ? null
        : String.format(
            Locale.ROOT,
            "Reviews with the two characters \\n, \\r or \\t, as databases write a line end or a tab:"
                + " %,d of %,d. They are read as letters; make blanks of them by"
                + " sed -E 's/\\\\+[nrt]/ /g' FILE > NEW_FILE.",
            escaped,
            texts);
  }
}
