package io.undertone.job.dataset;

import io.undertone.event.RejectReason;
import io.undertone.job.local.Counted;
import java.nio.charset.Charset;

/**
 * Why a row is rejected before it is parsed.
 *
 * @param reason a code like those of {@link RejectReason}
 * @param detail lengths and positions, never the content of the row
 */
public record RowFault(String reason, String detail) {

  /** The reason of a row that is none of its table. */
  public static final String NOT_CSV = "not_csv";

  static RowFault undecodable(Charset charset, int bytes) {
    return new RowFault(
        RejectReason.NOT_UTF8.code(),
        "%s not in %s: check --encoding".formatted(Counted.of(bytes, "byte"), charset.name()));
  }

  static RowFault tooLong(long bytes) {
    return new RowFault(
        RejectReason.TEXT_TOO_LONG.code(),
        "a row of %d bytes, at most %d are read: shorten it, or make several of it"
            .formatted(bytes, Row.BYTES_MAX));
  }

  static RowFault cells(int found, int named) {
    return new RowFault(
        NOT_CSV,
        "cells: %d, the header names %d: %s"
            .formatted(
                found,
                named,
                found < named
                    ? "write each, an empty one too, and quote a cell that holds a line end"
                    : "quote a cell that holds a separator, and name each in the first line"));
  }

  static RowFault headerAgain() {
    return new RowFault(NOT_CSV, "the header again, as joined files bring it: leave it out");
  }

  static RowFault rule() {
    return new RowFault(NOT_CSV, "a rule below the header, as of a printed table: leave it out");
  }

  /**
   * @param bytes in those lines; where they are the most that a row may have, nobody looked further
   */
  static RowFault openQuote(long lines, int bytes) {
    return new RowFault(
        NOT_CSV,
        "a quote that is opened is not closed in %s, all rejected with it: double a quote inside a cell%s"
            .formatted(
                Counted.of(lines, "line"),
                bytes < Row.BYTES_MAX
                    ? ""
                    : ", or shorten the cell: of a row %d bytes are read"
                        .formatted(Row.BYTES_MAX)));
  }

  static RowFault zero(int at, int length) {
    return new RowFault(
        NOT_CSV,
        "character %d of %d is a zero, which no text has: leave it out".formatted(at, length));
  }

  static RowFault quotes() {
    return new RowFault(
        NOT_CSV, "quotes inside a cell that are neither doubled nor its ends: double them");
  }
}
