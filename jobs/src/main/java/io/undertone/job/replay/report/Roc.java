package io.undertone.job.replay.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The receiver operating characteristic of the second of two labels.
 *
 * @param area under the curve
 * @param points from (0, 0) to (1, 1), about {@value #POINTS_MAX} at most
 */
public record Roc(double area, List<Point> points) {

  private static final int POINTS_MAX = 200;

  /**
   * The rates at one threshold.
   *
   * @param mistaken the false positive rate
   * @param found the true positive rate
   */
  record Point(double mistaken, double found) {}

  public Roc {
    points = List.copyOf(points);
  }

  /** Collects a limited number of points while thresholds ascend. */
  public static final class Builder {

    private final long reviewsPerPoint;
    private final List<long[]> below = new ArrayList<>(); // [first, second]
    private long next;

    /**
     * @param reviews how many there will be
     */
    public Builder(long reviews) {
      this.reviewsPerPoint = Math.max(1, reviews / POINTS_MAX);
    }

    /** Adds the numbers of reviews of each label below the next threshold. */
    public void threshold(long first, long second) {
      if (first + second >= next) {
        below.add(new long[] {first, second});
        next = first + second + reviewsPerPoint;
      }
    }

    /** Completes the curve, with the number of reviews of each label, at least one. */
    public Roc build(double area, long first, long second) {
      List<Point> points = new ArrayList<>();
      for (long[] each : below) {
        points.add(new Point(1 - (double) each[0] / first, 1 - (double) each[1] / second));
      }
      points.add(new Point(0, 0));
      Collections.reverse(points);
      return new Roc(area, points);
    }
  }
}
