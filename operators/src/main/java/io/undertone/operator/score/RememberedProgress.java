package io.undertone.operator.score;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs how far a job is with the reviews that it only remembers: at once, then at most once a
 * minute, for all its subtasks in this process. Thread-safe.
 */
final class RememberedProgress {

  private static final Logger LOG = LoggerFactory.getLogger(RememberedProgress.class);

  private static final Map<String, RememberedProgress> OF_JOBS = new ConcurrentHashMap<>();

  private final OnceAMinute lines;
  private long count;

  /**
   * @param nanos a monotonic clock, such as {@link System#nanoTime}
   */
  RememberedProgress(LongSupplier nanos) {
    this.lines = new OnceAMinute(nanos);
  }

  /**
   * The instance that all subtasks of a job share in this process.
   *
   * @param job Flink's id of it
   */
  static RememberedProgress of(String job) {
    return OF_JOBS.computeIfAbsent(job, each -> new RememberedProgress(System::nanoTime));
  }

  /**
   * A review was remembered without an answer; returns whether a line was logged.
   *
   * @param from when answers begin
   */
  synchronized boolean remembered(long timestamp, long from) {
    count++;
    if (!lines.due()) {
      return false;
    }
    String line = line(count, timestamp, from);
    LOG.info(line);
    return true;
  }

  /** The log line. */
  static String line(long count, long timestamp, long from) {
    if (count == 1) {
      return "Remembering reviews before %s without an answer, the first one of %s."
          .formatted(Instant.ofEpochMilli(from), Instant.ofEpochMilli(timestamp));
    }
    return String.format(
        Locale.ROOT,
        "Remembered %,d reviews without an answer, the last one of %s. Answers begin at %s.",
        count,
        Instant.ofEpochMilli(timestamp),
        Instant.ofEpochMilli(from));
  }
}
