package io.undertone.job.bench;

import java.util.List;

/**
 * The least ratio of the speeds of two rows.
 *
 * @param least the floor of the ratio
 */
record SpeedFloor(RowName row, RowName to, double least) {

  /** The floors that Undertone sets itself, for its default bundle. */
  static final List<SpeedFloor> ALL =
      List.of(
          new SpeedFloor(RowName.ENGINE_CELL, RowName.PER_REVIEW, 4),
          new SpeedFloor(RowName.ENGINE_CELL, RowName.ENGINE_SEQUENCE, 1.3),
          new SpeedFloor(RowName.ENGINE_CELL, RowName.CEILING, 0.45),
          new SpeedFloor(RowName.ENGINE_INTEGER, RowName.CEILING, 0.8),
          new SpeedFloor(RowName.PIPELINE, RowName.ENGINE_TEXT, 0.7));
}
