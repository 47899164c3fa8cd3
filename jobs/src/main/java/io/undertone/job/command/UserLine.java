package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.operator.ReviewLimits;
import org.jspecify.annotations.Nullable;

/**
 * A review as it is typed: a user, a tab, a text.
 *
 * @param number of the line, from 1
 */
record UserLine(String user, String text, long number) {

  /** What is wrong with a line, without its text; null if nothing is. */
  static @Nullable String complaint(String line, ReviewLimits limits) {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      return "it has no tab between user and text.";
    }
    if (tab == 0) {
      return "it has no user before the tab.";
    }
    int userBytes = line.substring(0, tab).getBytes(UTF_8).length;
    if (userBytes > limits.idBytesMax()) {
      return "its user has %d bytes; --id-bytes-max is %d."
          .formatted(userBytes, limits.idBytesMax());
    }
    int textBytes = line.substring(tab + 1).getBytes(UTF_8).length;
    return textBytes <= limits.textBytesMax()
        ? null
        : "its text has %d bytes; --text-bytes-max is %d."
            .formatted(textBytes, limits.textBytesMax());
  }

  /** The parts of a line without complaint. */
  static UserLine of(String line, long number) {
    int tab = line.indexOf('\t');
    return new UserLine(line.substring(0, tab), line.substring(tab + 1), number);
  }
}
