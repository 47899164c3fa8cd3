package io.undertone.job.replay;

import io.undertone.job.local.Counted;
import io.undertone.job.local.DisplayNames;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The fields of a data set's first row, as a message shows them. Where they are called like values,
 * a table probably has no header, and they may be what a user wrote: then they are only counted.
 */
record FirstRow(List<String> fields) {

  /** A name that looks like a value: a number, a time, nothing, a sentence. */
  private static final Pattern VALUE =
      Pattern.compile(
          "[-+]?[0-9][0-9.,:/+TZ -]*|\\\\N|__label__.*|.*[.!?…。！？][\"')]?|.{60,}", Pattern.DOTALL);

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}_. -]*");

  /** What else a single field may be. */
  private static final String UNPARTED =
      " If several names stand in that one, separate them by commas, semicolons, tabs or |; if it is"
          + " none, write a row of names above it, such as text,user_id,timestamp.";

  /** What else a file of one row may be. */
  private static final String AROUND =
      " If it is an object around reviews, write each on a line, such as by jq -c '.reviews[]'.";

  /** The fields, as they go on after "has". */
  String inWords() {
    if (fields.isEmpty()) {
      return "no field";
    }
    return areNames()
        ? "the fields " + DisplayNames.of(fields)
        : Counted.of(fields.size(), "field")
            + " called like values, as in a table without a header";
  }

  /**
   * What to do where the fields are others than those that are read.
   *
   * @param byName what to do where they are names
   * @param rows of the data set
   */
  String remedy(String byName, long rows) {
    if (areNames() && fields.size() == 1 && !PLAIN.matcher(fields.get(0)).matches()) {
      return byName + UNPARTED;
    }
    return areNames()
        ? byName + (rows == 1 ? AROUND : "")
        : "Write a row of names above it, such as text,user_id,timestamp. If these are names: "
            + byName;
  }

  private boolean areNames() {
    return fields.stream().noneMatch(name -> VALUE.matcher(name).matches());
  }
}
