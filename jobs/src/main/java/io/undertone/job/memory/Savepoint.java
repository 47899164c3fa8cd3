package io.undertone.job.memory;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
import io.undertone.operator.score.KeptMemory;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.function.ThrowingConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A savepoint, or a checkpoint that was retained, as it lies there. Knows which steps have state in
 * it, and starts jobs that read it; never writes to it.
 */
public final class Savepoint {

  private static final String DESCRIPTION = "_metadata";

  private final String uri;
  private final CheckpointMetadata metadata;

  private Savepoint(String uri, CheckpointMetadata metadata) {
    this.uri = uri;
    this.metadata = metadata;
  }

  /**
   * Reads what Flink says of a savepoint.
   *
   * @throws JobException if there is none, or Undertone did not write it
   */
  public static Savepoint at(String uri) {
    Savepoint savepoint = new Savepoint(uri, load(uri));
    if (!savepoint.uids().contains(KeptMemory.STEP)) {
      throw new JobException(
          "Reading " + uri,
          "a savepoint of Undertone, with the step " + KeptMemory.STEP,
          "one of another job, with the steps " + savepoint.uids(),
          "Give --from a savepoint that Undertone's job wrote.");
    }
    return savepoint;
  }

  /**
   * Proves that there is one that can be read, whoever wrote it.
   *
   * @throws JobException if not
   */
  public static void requireThere(String uri) {
    load(uri);
  }

  static CheckpointMetadata load(String uri) {
    try (DataInputStream description =
        new DataInputStream(
            AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(uri)
                .getMetadataHandle()
                .openInputStream())) {
      ClassLoader classes = Savepoint.class.getClassLoader();
      return Checkpoints.loadCheckpointMetadata(description, classes, uri);
    } catch (IOException | RuntimeException unreadable) {
      throw new JobException(
          "Reading the savepoint " + uri,
          "the folder of a savepoint or a retained checkpoint, with a file _metadata",
          JobException.words(unreadable),
          "Name a folder whose own name begins with savepoint- or chk-.",
          unreadable);
    }
  }

  /** Whether a savepoint says where a source goes on. */
  public static boolean holdsState(String uri, String uid) {
    return load(uri).getOperatorStates().stream()
        .filter(step -> step.getOperatorUid().filter(uid::equals).isPresent())
        .anyMatch(Savepoint::hasState);
  }

  /**
   * Takes out of a savepoint everything but what some steps keep, files too: where a job read and
   * wrote means nothing to another one.
   *
   * @param folder the savepoint's own
   */
  public static void keepSteps(Path folder, Set<String> uids) throws IOException {
    CheckpointMetadata written = load(folder.toUri().toString());
    List<OperatorState> kept =
        written.getOperatorStates().stream()
            .filter(step -> step.getOperatorUid().filter(uids::contains).isPresent())
            .toList();
    CheckpointMetadata steps =
        new CheckpointMetadata(
            written.getCheckpointId(), kept, List.of(), written.getCheckpointProperties());
    describe(folder, steps);
    deleteAllBut(files(kept), folder);
  }

  /** The files that steps name. */
  private static Set<String> files(List<OperatorState> steps) throws IOException {
    Set<String> files = new HashSet<>(Set.of(DESCRIPTION));
    for (OperatorState step : steps) {
      for (OperatorSubtaskState subtask : step.getStates()) {
        for (StateObject state : subtask.getDiscardables()) {
          if (bytes(state) instanceof RelativeFileStateHandle file) {
            files.add(file.getRelativePath());
          } else if (!(bytes(state) instanceof ByteStreamStateHandle)) {
            throw new IOException("state of the kind " + state.getClass().getSimpleName());
          }
        }
      }
    }
    return files;
  }

  private static void deleteAllBut(Set<String> kept, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!kept.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    }
  }

  /** Where the bytes of a state lie; null where that is not one place. */
  static @Nullable StreamStateHandle bytes(StateObject state) {
    if (state instanceof OperatorStateHandle of) {
      return of.getDelegateStateHandle();
    }
    return state instanceof KeyGroupsStateHandle of ? of.getDelegateStateHandle() : null;
  }

  /** Writes anew what a savepoint holds, beside the files that it names. */
  static void describe(Path folder, CheckpointMetadata metadata) throws IOException {
    try (OutputStream description =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(DESCRIPTION)))) {
      Checkpoints.storeCheckpointMetadata(metadata, description);
    }
  }

  private static boolean hasState(OperatorState step) {
    return step.getStates().stream().anyMatch(OperatorSubtaskState::hasState);
  }

  CheckpointMetadata metadata() {
    return metadata;
  }

  /** The steps that keep something of each user. */
  List<UserStep> userSteps() {
    return metadata.getOperatorStates().stream()
        .flatMap(step -> UserStep.of(step).stream())
        .toList();
  }

  /** Hands on all memories, one after the other, in no order. */
  public void eachMemory(ThrowingConsumer<KeptMemory, Exception> reader) throws Exception {
    for (UserStep step : userSteps()) {
      if (step.uid().equals(KeptMemory.STEP)
          && step.states().get(KeptMemory.STATE) instanceof ValueStateDescriptor<?> memory) {
        var nobody = keyed(environment(step.backend()).create().fromData(Types.STRING, ""));
        CloseableIterator<KeptMemory> memories =
            restored(nobody, step, new EachMemory(memory), TypeInformation.of(KeptMemory.class))
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

  /** An environment whose job begins with this state, as far as its steps want it. */
  JobEnvironment environment(String backend) {
    return new JobEnvironment()
        .parallelism(1, UserStep.MAX_PARALLELISM)
        .stateBackend(backend)
        .restoreFrom(uri, true);
  }

  /** A source for steps that want an input only to be able to run. */
  static KeyedStream<String, String> keyed(
      StreamExecutionEnvironment environment, Source<String, ?, ?> source) {
    return keyed(environment.fromSource(source, WatermarkStrategy.noWatermarks(), "nobody"));
  }

  private static KeyedStream<String, String> keyed(DataStream<String> records) {
    return records.keyBy(record -> record, Types.STRING);
  }

  /** Puts an operator in the place of a step, so that it is given that step's state. */
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
