package io.undertone.job.bench;

import java.util.List;

/**
 * How many times as fast one row has to be as another.
 *
 * @param least the floor
 */
record Bar(RowName row, RowName to, double least) {

  /** The floors that Undertone sets itself, for its default bundle. */
  static final List<Bar> ALL =
      List.of(
          new Bar(RowName.ENGINE_CELL, RowName.PER_REVIEW, 4),
          new Bar(RowName.ENGINE_CELL, RowName.ENGINE_SEQUENCE, 1.3),
          new Bar(RowName.ENGINE_CELL, RowName.CEILING, 0.45),
          new Bar(RowName.PIPELINE, RowName.ENGINE_TEXT, 0.7));
}
