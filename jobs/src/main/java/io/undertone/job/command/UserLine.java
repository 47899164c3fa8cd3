package io.undertone.job.command;

import io.undertone.operator.parse.FieldRules;
import io.undertone.operator.parse.Reading.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * A review as it is typed: a user, a tab, a text.
 *
 * @param number of the line, from 1
 */
record UserLine(String user, String text, long number) {

  /** What is wrong with a line, without its text; null if nothing is. */
  static @Nullable String complaint(String line, FieldRules rules) {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      return "it has no tab between user and text.";
    }
    Rejected fault = rules.userId(line.substring(0, tab));
    if (fault == null) {
      fault = rules.text(line.substring(tab + 1));
    }
    return fault == null ? null : fault.detail() + ".";
  }

  /** The parts of a line without complaint; further tabs belong to the text. */
  static UserLine of(String line, long number) {
    int tab = line.indexOf('\t');
    return new UserLine(line.substring(0, tab), line.substring(tab + 1), number);
  }
}
