package io.undertone.job.replay.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * One user's values over time, in at most {@value #POINTS_MAX} points: with more values, each point
 * is the mean of 2, 4, 8, … consecutive values.
 */
final class Timeline {

  static final int POINTS_MAX = 64;

  private List<Mean> points = new ArrayList<>();
  private long valuesPerPoint = 1;
  private long values;

  void add(double value) {
    if (values == points.size() * valuesPerPoint) {
      if (points.size() == POINTS_MAX) {
        mergePairs();
      }
      points.add(new Mean());
    }
    points.get(points.size() - 1).add(value);
    values++;
  }

  long values() {
    return values;
  }

  @JsonProperty
  long valuesPerPoint() {
    return valuesPerPoint;
  }

  @JsonProperty
  List<Double> points() {
    return points.stream().map(Mean::mean).toList();
  }

  /** The mean of the later half minus that of the earlier half, without the point between them. */
  double change() {
    int half = points.size() / 2;
    return mean(points.subList(points.size() - half, points.size()))
        - mean(points.subList(0, half));
  }

  private static double mean(List<Mean> points) {
    Mean all = new Mean();
    points.forEach(all::add);
    return all.mean();
  }

  private void mergePairs() {
    List<Mean> merged = new ArrayList<>();
    for (int pair = 0; pair < points.size(); pair += 2) {
      points.get(pair).add(points.get(pair + 1));
      merged.add(points.get(pair));
    }
    points = merged;
    valuesPerPoint *= 2;
  }
}
