package io.undertone.job.replay;

import io.undertone.event.RawRecord;
import io.undertone.job.local.FlinkUri;
import io.undertone.job.local.RunningJob;
import io.undertone.job.local.SavepointFiles;
import io.undertone.job.local.SavepointFolder;
import io.undertone.operator.SentimentSteps;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The stream of the shards' records. It ends after the last record, or, if memories are kept, with
 * a savepoint: Flink keeps no state of a step whose input has ended. So the shards are followed by
 * an endless source of marks. The first mark tells that all subtasks have read all shards; then the
 * job is stopped with a savepoint.
 */
final class ShardStream {

  /** Attempts, one per second, until all tasks run. */
  private static final int ATTEMPTS_MAX = 120;

  /** Few rows may be read before all tasks run. */
  private static final String TOO_EARLY =
      CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING.message();

  /** A record that is no row: no file has this index. */
  private static final RawRecord MARK = new RawRecord(null, null, "", -1, 0, 0);

  private static final OutputTag<Boolean> MARKS = new OutputTag<>("all is read", Types.BOOLEAN);

  private final DataStream<RawRecord> records;
  private final @Nullable CloseableIterator<Boolean> marks;

  private ShardStream(DataStream<RawRecord> records, @Nullable CloseableIterator<Boolean> marks) {
    this.records = records;
    this.marks = marks;
  }

  /** A stream that ends after the last record. */
  static ShardStream ending(StreamExecutionEnvironment environment, List<Path> shards) {
    return new ShardStream(from(environment, files(shards)), null);
  }

  /** A stream that ends with a savepoint. */
  static ShardStream saved(StreamExecutionEnvironment environment, List<Path> shards) {
    var marks =
        new DataGeneratorSource<>(
            index -> MARK, Long.MAX_VALUE, RateLimiterStrategy.perSecond(1), RawRecord.TYPE);
    Source<RawRecord, ?, ?> both = HybridSource.builder(files(shards)).addSource(marks).build();
    SingleOutputStreamOperator<RawRecord> records =
        from(environment, both).process(new TakeMarksOut()).returns(RawRecord.TYPE);
    return new ShardStream(records, records.getSideOutput(MARKS).collectAsync());
  }

  DataStream<RawRecord> records() {
    return records;
  }

  /**
   * Waits until all is read, then stops the job with a savepoint of the steps' state, without that
   * of the source. If that fails, the job runs on and has to be cancelled.
   *
   * @return the savepoint's folder; null if the job ended before
   */
  @Nullable Path save(RunningJob job, SavepointFolder folder) throws Exception {
    for (int attempt = 1; isMarked(); attempt++) {
      String uri = stop(job, folder, attempt);
      if (uri != null) {
        Path savepoint = FlinkUri.folder(uri);
        SavepointFiles.keepSteps(savepoint, SentimentSteps.USER_STEPS);
        return savepoint;
      }
    }
    return null;
  }

  /** Waits for a mark; false if the job ends before, whose own failure tells why. */
  private boolean isMarked() {
    try {
      return marks != null && marks.hasNext() && marks.next();
    } catch (RuntimeException failed) {
      return false;
    }
  }

  /** Stops the job with a savepoint; null if some tasks do not run yet. */
  private static @Nullable String stop(RunningJob job, SavepointFolder folder, int attempt)
      throws Exception {
    try {
      return job.client()
          .stopWithSavepoint(false, FlinkUri.of(folder.half()), SavepointFormatType.CANONICAL)
          .get();
    } catch (ExecutionException failure) {
      if (attempt < ATTEMPTS_MAX
          && ExceptionUtils.findThrowableWithMessage(failure, TOO_EARLY).isPresent()) {
        return null;
      }
      throw failure;
    }
  }

  private static DataStream<RawRecord> from(
      StreamExecutionEnvironment environment, Source<RawRecord, ?, ?> source) {
    return environment
        .fromSource(
            source, WatermarkStrategy.noWatermarks(), "reviews from data sets", RawRecord.TYPE)
        .uid("reviews-from-data-sets");
  }

  private static FileSource<RawRecord> files(List<Path> shards) {
    var paths =
        shards.stream()
            .map(shard -> new org.apache.flink.core.fs.Path(shard.toUri()))
            .toArray(org.apache.flink.core.fs.Path[]::new);
    return FileSource.forRecordStreamFormat(new ShardFormat(), paths).build();
  }

  /** Passes records on, and marks to a side output. */
  private static final class TakeMarksOut extends ProcessFunction<RawRecord, RawRecord> {

    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(RawRecord record, Context context, Collector<RawRecord> records) {
      if (record.partition() == MARK.partition()) {
        context.output(MARKS, true);
      } else {
        records.collect(record);
      }
    }
  }
}
