package io.undertone.job.replay.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The receiver operating characteristic of the second of two labels.
 *
 * @param area under the curve
 * @param points from nothing being taken for the second label to everything, at most about {@value
 *     #POINTS_MAX}
 */
public record Roc(double area, List<Point> points) {

  private static final int POINTS_MAX = 200;

  /**
   * At one threshold.
   *
   * @param mistaken the share of the first label's reviews that are taken for the second's
   * @param found the share of the second label's reviews that are taken for it
   */
  record Point(double mistaken, double found) {}

  public Roc {
    points = List.copyOf(points);
  }

  /** Thins out the points of a curve while thresholds ascend. */
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

    /** Of each label, so many reviews lie below the next threshold. */
    public void threshold(long first, long second) {
      if (first + second >= next) {
        below.add(new long[] {first, second});
        next = first + second + reviewsPerPoint;
      }
    }

    /** Ends the curve; each label had so many reviews, and at least one. */
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
