package io.undertone.operator.batch;

import io.undertone.cell.StageStatistics;

/** Steps reviews towards their end, many at a time. Used by one thread. */
public interface Engine extends AutoCloseable {

  /** Reviews that it was given and has not finished. */
  int inFlight();

  /** Steps until at least one more review has finished; nothing if none is in flight. */
  void advance();

  /**
   * Runs a short step, whether or not it finishes a review: a fraction of a millisecond, or one
   * batch where whole reviews are read.
   */
  void step();

  /** What it has done since it was opened. */
  StageStatistics statistics();

  @Override
  void close();
}
