package io.undertone.job.dataset;

import org.jspecify.annotations.Nullable;

/**
 * One row of a data set.
 *
 * @param number from 1: the line in which the row begins, or its index in a JSON array; unique in a
 *     file
 * @param original the row's own bytes, at most {@value #BYTES_MAX}
 * @param json the row as JSON in UTF-8, well-formed or not; null where it has a fault
 * @param fault why the row cannot be converted to JSON; else null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Row(long number, byte[] original, byte @Nullable [] json, @Nullable RowFault fault) {

  /** A row of more is rejected, and this much of it is kept. */
  static final int BYTES_MAX = 16 << 20;

  static Row of(long number, byte[] original, byte[] json) {
    return new Row(number, original, json, null);
  }

  static Row broken(long number, byte[] original, RowFault fault) {
    return new Row(number, original, null, fault);
  }
}
