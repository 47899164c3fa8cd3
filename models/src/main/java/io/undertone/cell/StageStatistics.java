package io.undertone.cell;

/**
 * What a stage has done since it was opened.
 *
 * @param runs calls of the graph
 * @param rows steps of single reviews: tokens in a token stage, reviews in a review stage
 * @param seats steps that the same calls had room for: slots, or padded places
 * @param nanos time within the graph
 */
public record StageStatistics(long runs, long rows, long seats, long nanos) {

  /** Nothing done. */
  public static final StageStatistics NONE = new StageStatistics(0, 0, 0, 0);

  /** What both have done. */
  public StageStatistics plus(StageStatistics other) {
    return new StageStatistics(
        runs + other.runs, rows + other.rows, seats + other.seats, nanos + other.nanos);
  }
}
