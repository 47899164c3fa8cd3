package io.undertone.operator.parse;

import io.undertone.event.RawRecord;
import io.undertone.event.RejectReason;
import io.undertone.event.RejectedReview;
import io.undertone.event.Review;
import io.undertone.event.UserEvent;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.ReviewLimits;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses records into reviews and tombstones. What is neither goes to a side output, byte for byte,
 * with the reason. Never throws for the content of a record. Knows nothing of the model.
 */
public final class ParseReviews extends ProcessFunction<RawRecord, UserEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(ParseReviews.class);

  /** Jobs of this process that have accepted one of their first records. */
  private static final Set<JobID> ACCEPTING = ConcurrentHashMap.newKeySet();

  /** Jobs of this process that have warned of a very first record that is no review. */
  private static final Set<JobID> WARNED_OF_FIRST = ConcurrentHashMap.newKeySet();

  /** Jobs of this process that have warned of all of their first records. */
  private static final Set<JobID> WARNED_OF_ALL = ConcurrentHashMap.newKeySet();

  /** Jobs of this process that have warned of old timestamps. */
  private static final Set<JobID> WARNED_OF_TIMES = ConcurrentHashMap.newKeySet();

  private final ReviewLimits limits;
  private final RecordFormat format;
  private final OutputTag<RejectedReview> rejects;
  private transient @Nullable RecordReader reader;
  private transient @Nullable Counts counts;
  private transient @Nullable OldTimestamps timestamps;
  private transient @Nullable FirstRecords first;

  /**
   * @param rejects side output of the records that are no reviews
   */
  public ParseReviews(ReviewLimits limits, RecordFormat format, OutputTag<RejectedReview> rejects) {
    this.limits = limits;
    this.format = format;
    this.rejects = rejects;
  }

  @Override
  public void open(OpenContext context) {
    reader = new RecordReader(limits, format);
    timestamps = new OldTimestamps(format.timestampUnit());
    first = new FirstRecords(format);
    counts = new Counts(getRuntimeContext().getMetricGroup());
    LOG.info("Parsing reviews: {}, {}", limits, format);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<UserEvent> reviews) {
    ParsedRecord parsed = Objects.requireNonNull(reader).read(record);
    Objects.requireNonNull(counts).count(parsed);
    noteFirst(parsed);
    if (parsed instanceof Accepted accepted) {
      note(accepted);
      reviews.collect(accepted.event());
    } else if (parsed instanceof Rejected rejected) {
      context.output(rejects, withItsBytes(record, rejected));
    }
  }

  /** Warns at the end of input if there were too few reviews or records to warn earlier. */
  @Override
  public void close() {
    if (first != null && !first.areOne() && !first.areEnough() && !ACCEPTING.contains(job())) {
      warn(first.warning(), WARNED_OF_ALL);
    }
    if (timestamps != null && timestamps.count() < OldTimestamps.ENOUGH) {
      warn(timestamps.warning(), WARNED_OF_TIMES);
    }
  }

  /**
   * Checks the first timestamps, but not those of a data set: there the first reviews are the
   * oldest ones, and the replay itself checks all of them.
   */
  private void note(Accepted accepted) {
    OldTimestamps seen = Objects.requireNonNull(timestamps);
    if (accepted.dated() && !limits.ofDataset() && seen.count() < OldTimestamps.ENOUGH) {
      seen.add(accepted.event().timestamp());
      if (seen.count() == OldTimestamps.ENOUGH) {
        warn(seen.warning(), WARNED_OF_TIMES);
      }
    }
  }

  /** Checks the first records of a stream; a replay itself checks all rows. */
  private void noteFirst(ParsedRecord parsed) {
    FirstRecords records = Objects.requireNonNull(first);
    if (limits.ofDataset() || records.areEnough()) {
      return;
    }
    records.add(parsed);
    if (parsed instanceof Accepted) {
      ACCEPTING.add(job());
    }
    if (records.areOne() && !ACCEPTING.contains(job())) {
      warn(records.warning(), WARNED_OF_FIRST);
    } else if (records.areEnough()) {
      warn(records.warning(), WARNED_OF_ALL);
    }
  }

  /** Logs a warning, if there is one, once for all subtasks of the job in this process. */
  private void warn(@Nullable String warning, Set<JobID> warned) {
    if (warning != null && warned.add(job())) {
      LOG.warn(warning);
    }
  }

  private JobID job() {
    return getRuntimeContext().getJobInfo().getJobId();
  }

  private static RejectedReview withItsBytes(RawRecord record, Rejected rejected) {
    return new RejectedReview(
        record.key(),
        record.value(),
        rejected.reason(),
        rejected.detail(),
        record.topic(),
        record.partition(),
        record.offset());
  }

  /** Counts rejects by reason, keys that name another user, and reviews without a timestamp. */
  private static final class Counts {

    private final Map<RejectReason, Counter> rejected = new EnumMap<>(RejectReason.class);
    private final Counter keyMismatches;
    private final Counter undated;

    Counts(MetricGroup metrics) {
      keyMismatches = metrics.counter("keyMismatches");
      undated = metrics.counter("undated");
      for (RejectReason reason : RejectReason.values()) {
        rejected.put(reason, metrics.addGroup("reason", reason.code()).counter("rejected"));
      }
    }

    void count(ParsedRecord parsed) {
      if (parsed instanceof Rejected is) {
        Objects.requireNonNull(rejected.get(is.reason())).inc();
      } else if (parsed instanceof Accepted is) {
        if (is.keyDiffers()) {
          keyMismatches.inc();
        }
        if (!is.dated() && is.event() instanceof Review) {
          undated.inc();
        }
      }
    }
  }
}
