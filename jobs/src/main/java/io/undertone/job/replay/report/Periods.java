package io.undertone.job.replay.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Means over time, by periods that become longer as the time span grows, so that there are never
 * more than {@value #PERIODS_MAX}.
 */
final class Periods {

  static final int PERIODS_MAX = 60;

  private static final long SECOND = 1000;
  private static final long DAY = 86_400 * SECOND;

  /** In milliseconds, each a multiple of the one before; beyond the last, times ten. */
  private static final long[] WIDTHS = {
    SECOND / 10,
    SECOND,
    10 * SECOND,
    60 * SECOND,
    600 * SECOND,
    3600 * SECOND,
    DAY / 4,
    DAY,
    7 * DAY,
    28 * DAY,
    364 * DAY
  };

  private static final long TIMES_BEYOND = 10;

  private TreeMap<Long, Mean> periods = new TreeMap<>();
  private int step;
  private long width = WIDTHS[0];

  /** One period, by its beginning. */
  record Period(long start, long count, double mean) {}

  /**
   * @param time in milliseconds
   */
  void add(long time, double value) {
    periods.computeIfAbsent(Math.floorDiv(time, width), unused -> new Mean()).add(value);
    while (periods.lastKey() - periods.firstKey() >= PERIODS_MAX) {
      widen();
    }
  }

  /** The length of a period, in milliseconds. */
  long width() {
    return width;
  }

  /** The periods that are not empty, ascending. */
  List<Period> periods() {
    return periods.entrySet().stream()
        .map(
            each ->
                new Period(each.getKey() * width, each.getValue().count(), each.getValue().mean()))
        .toList();
  }

  private void widen() {
    step++;
    long wider = step < WIDTHS.length ? WIDTHS[step] : width * TIMES_BEYOND;
    TreeMap<Long, Mean> merged = new TreeMap<>();
    for (Map.Entry<Long, Mean> each : periods.entrySet()) {
      merged
          .computeIfAbsent(Math.floorDiv(each.getKey(), wider / width), unused -> new Mean())
          .add(each.getValue());
    }
    periods = merged;
    width = wider;
  }
}
