package io.undertone.job.memory;

import static org.apache.flink.runtime.state.KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import io.undertone.job.StateBackend;
import io.undertone.job.local.SavepointFiles;
import io.undertone.operator.score.KeptMemory;
import io.undertone.operator.score.ScoreReviews;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * A savepoint, or a retained checkpoint. Knows which steps have state in it, and starts jobs that
 * read it; never writes to it.
 */
public final class Savepoint {

  private final String uri;
  private final CheckpointMetadata metadata;

  private Savepoint(String uri, CheckpointMetadata metadata) {
    this.uri = uri;
    this.metadata = metadata;
  }

  /**
   * Reads the metadata of a savepoint.
   *
   * @throws JobException if there is none, or Undertone did not write it
   */
  public static Savepoint at(String uri) {
    Savepoint savepoint = new Savepoint(uri, SavepointFiles.load(uri));
    if (!savepoint.uids().contains(ScoreReviews.STEP)) {
      throw new JobException(
          "Reading " + uri,
          "a savepoint of Undertone, with the step " + ScoreReviews.STEP,
          "one of another job, with the steps " + savepoint.uids(),
          "Give --from a savepoint that Undertone's job wrote.");
    }
    SavepointFiles.requireWhole(uri, savepoint.metadata);
    return savepoint;
  }

  /**
   * Proves that there is a whole one, whoever wrote it.
   *
   * @throws JobException if not
   */
  public static void requireThere(String uri) {
    SavepointFiles.requireWhole(uri, SavepointFiles.load(uri));
  }

  CheckpointMetadata metadata() {
    return metadata;
  }

  /** The steps with state of users. */
  List<UserStep> userSteps() {
    return metadata.getOperatorStates().stream()
        .flatMap(step -> UserStep.of(step).stream())
        .toList();
  }

  /** Reads all memories, in no particular order. */
  public void eachMemory(ThrowingConsumer<KeptMemory, Exception> reader) throws Exception {
    for (UserStep step : userSteps()) {
      if (step.uid().equals(ScoreReviews.STEP)
          && step.states().get(KeptMemory.STATE) instanceof ValueStateDescriptor<?> memory) {
        var nobody = keyed(environment(step.backend()).create().fromData(Types.STRING, ""));
        CloseableIterator<KeptMemory> memories =
            restored(nobody, step, new ReadMemories(memory), TypeInformation.of(KeptMemory.class))
                .executeAndCollect("memories");
        try {
          while (memories.hasNext()) {
            reader.accept(memories.next());
          }
        } finally {
          memories.close();
        }
      }
    }
  }

  /** An environment whose job restores the state of those steps that it has. */
  JobEnvironment environment(StateBackend backend) {
    return new JobEnvironment()
        .parallelism(1, UPPER_BOUND_MAX_PARALLELISM)
        .stateBackend(backend)
        .restoreFrom(uri, true);
  }

  /** A keyed input for steps that need one only to run. */
  static KeyedStream<String, String> keyed(
      StreamExecutionEnvironment environment, Source<String, ?, ?> source) {
    return keyed(environment.fromSource(source, WatermarkStrategy.noWatermarks(), "nobody"));
  }

  private static KeyedStream<String, String> keyed(DataStream<String> records) {
    return records.keyBy(record -> record, Types.STRING);
  }

  /** Puts an operator in the place of a step, so that it gets the state of that step. */
  static <T> DataStream<T> restored(
      KeyedStream<String, String> input,
      UserStep step,
      OneInputStreamOperator<String, T> operator,
      TypeInformation<T> type) {
    return input
        .transform(step.uid(), type, operator)
        .uid(step.uid())
        .setMaxParallelism(step.operator().getMaxParallelism());
  }

  private List<String> uids() {
    return metadata.getOperatorStates().stream()
        .map(step -> step.getOperatorUid().orElse(step.getOperatorID().toHexString()))
        .sorted()
        .toList();
  }
}
