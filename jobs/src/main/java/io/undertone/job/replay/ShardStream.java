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
 * The records of shards. They end by themselves, or, where the memories are to be kept, with a
 * savepoint: Flink keeps no state of a step whose input has ended. So the shards are followed by
 * marks that never end; the first one says that all subtasks have read all shards, and whatever is
 * in front of the savepoint's barrier is in the savepoint.
 */
final class ShardStream {

  /** A job whose tasks do not all run by that many marks, one a second, never will. */
  private static final int ATTEMPTS_MAX = 120;

  /** Few rows may all be read before the last task runs. */
  private static final String TOO_EARLY =
      CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING.message();

  /** No file has this number. */
  private static final RawRecord MARK = new RawRecord(null, null, "", -1, 0, 0);

  private static final OutputTag<Boolean> MARKS = new OutputTag<>("all is read", Types.BOOLEAN);

  private final DataStream<RawRecord> records;
  private final @Nullable CloseableIterator<Boolean> marks;

  private ShardStream(DataStream<RawRecord> records, @Nullable CloseableIterator<Boolean> marks) {
    this.records = records;
    this.marks = marks;
  }

  /** A stream that ends behind the last record. */
  static ShardStream ending(StreamExecutionEnvironment environment, List<Path> shards) {
    return new ShardStream(from(environment, files(shards)), null);
  }

  /** A stream that ends when it is saved. */
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
   * Waits until all is read, then stops the job with a savepoint of what the steps keep, without
   * the place where the replay read. Where that fails, the job goes on and never ends.
   *
   * @return the savepoint's folder, or null if the job ended before
   */
  @Nullable Path save(RunningJob job, SavepointFolder folder) throws Exception {
    for (int attempt = 1; isMarked(); attempt++) {
      String uri = stop(job, folder, attempt);
      if (uri != null) {
        Path savepoint = FlinkUri.folder(uri);
        SavepointFiles.keepSteps(savepoint, SentimentSteps.KEEPING);
        return savepoint;
      }
    }
    return null;
  }

  /** Waits for a mark; there is none where the job ends before, which it says itself. */
  private boolean isMarked() {
    try {
      return marks != null && marks.hasNext() && marks.next();
    } catch (RuntimeException failed) {
      return false;
    }
  }

  /** The savepoint that the job stopped with; null if some of its tasks do not run yet. */
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

  /** Lets records pass, and hands marks on beside them. */
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
