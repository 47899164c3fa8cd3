package io.undertone.job.kafka;

import io.undertone.event.RawRecord;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Hands records on, and fails at some of them: each point is a count of the records seen in this
 * process, over all attempts, and fails once.
 */
final class FailAtPoints implements MapFunction<RawRecord, RawRecord> {

  private static final long serialVersionUID = 1L;
  private static final AtomicInteger SEEN = new AtomicInteger();
  private static final Set<Integer> POINTS = new ConcurrentSkipListSet<>();

  /** Starts to count, with points to come. */
  static void reset(Set<Integer> points) {
    SEEN.set(0);
    POINTS.clear();
    POINTS.addAll(points);
  }

  /** How many points have not been reached. */
  static int left() {
    return POINTS.size();
  }

  @Override
  public RawRecord map(RawRecord record) {
    if (POINTS.remove(SEEN.incrementAndGet())) {
      throw new IllegalStateException("the test fails the job here");
    }
    return record;
  }
}
