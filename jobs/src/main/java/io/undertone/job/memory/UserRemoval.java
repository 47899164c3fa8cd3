package io.undertone.job.memory;

import io.undertone.job.JobException;
import io.undertone.job.local.FlinkUri;
import io.undertone.job.local.RunningJob;
import io.undertone.job.local.SavepointFiles;
import io.undertone.job.local.SavepointFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Writes a savepoint without some users. It runs a job of only the steps with state of users, which
 * is restored from the savepoint, deletes the users and stops with another savepoint: so Flink
 * itself writes the state of all other users, with its time stamps. The state of all other steps,
 * such as offsets and open transactions, is copied byte by byte.
 */
public final class UserRemoval {

  private final Savepoint from;
  private final Set<String> users;

  public UserRemoval(Savepoint from, Set<String> users) {
    this.from = from;
    this.users = users;
  }

  /**
   * Writes the savepoint, completely or not at all.
   *
   * @param out a folder that is not there yet, or is empty
   * @return those of the users who had any state; if there are none, nothing is written
   */
  public Set<String> write(Path out) throws Exception {
    try (SavepointFolder folder = SavepointFolder.at(out, "--out")) {
      Set<String> found = new TreeSet<>();
      Path savepoint = forget(folder.half(), found);
      if (!found.isEmpty()) {
        complete(savepoint);
        folder.publish(savepoint);
      }
      return found;
    }
  }

  /** Writes a savepoint of the steps with state of users, without the forgotten ones. */
  private Path forget(Path folder, Set<String> found) throws Exception {
    List<UserStep> steps = from.userSteps();
    if (steps.isEmpty()) {
      return folder; // there are no users
    }
    StreamExecutionEnvironment environment =
        from.environment(steps.get(0).backend()).savepoints(FlinkUri.of(folder)).create();
    var nobody =
        new DataGeneratorSource<>(
            index -> "", Long.MAX_VALUE, RateLimiterStrategy.perSecond(1), Types.STRING);
    KeyedStream<String, String> input = Savepoint.keyed(environment, nobody);
    DataStream<String[]> forgotten =
        steps.stream()
            .<DataStream<String[]>>map(
                step ->
                    Savepoint.restored(
                        input,
                        step,
                        new ForgetUsers(step.states().values(), users),
                        Types.OBJECT_ARRAY(Types.STRING)))
            .reduce((one, other) -> one.union(other))
            .orElseThrow();
    Iterator<String[]> each = forgotten.collectAsync(); // it ends with the job
    try (RunningJob job = RunningJob.start(environment, "forget")) {
      for (int step = 0; step < steps.size(); step++) {
        found.addAll(List.of(each.next()));
      }
      String uri =
          job.client()
              .stopWithSavepoint(false, FlinkUri.of(folder), SavepointFormatType.CANONICAL)
              .get();
      return FlinkUri.folder(uri);
    }
  }

  /** Adds the steps without state of users. */
  private void complete(Path savepoint) throws IOException {
    CheckpointMetadata written = SavepointFiles.load(FlinkUri.of(savepoint));
    Map<OperatorID, OperatorState> forgotten = new HashMap<>();
    written.getOperatorStates().forEach(step -> forgotten.put(step.getOperatorID(), step));
    List<OperatorState> steps = new ArrayList<>();
    for (OperatorState step : from.metadata().getOperatorStates()) {
      OperatorState without = forgotten.get(step.getOperatorID());
      if (without == null) {
        copyFiles(step, savepoint);
      }
      steps.add(without == null ? step : without);
    }
    CheckpointMetadata all =
        new CheckpointMetadata(
            from.metadata().getCheckpointId(),
            steps,
            from.metadata().getMasterStates(),
            written.getCheckpointProperties());
    SavepointFiles.writeMetadata(savepoint, all);
  }

  private static void copyFiles(OperatorState step, Path savepoint) throws IOException {
    for (OperatorSubtaskState subtask : step.getStates()) {
      for (StateObject state : subtask.getDiscardables()) {
        StreamStateHandle bytes = SavepointFiles.bytes(state);
        if (bytes instanceof RelativeFileStateHandle file) {
          try (InputStream in = file.openInputStream()) {
            Files.copy(in, savepoint.resolve(file.getRelativePath()));
          }
        } else if (!(bytes instanceof ByteStreamStateHandle)) {
          throw new JobException(
              "Taking over the step " + step.getOperatorUid().orElse("without a uid"),
              "state in the savepoint's own folder",
              "state elsewhere (" + state.getClass().getSimpleName() + ")",
              "Stop the job with a canonical savepoint, and forget from that.");
        }
      }
    }
  }
}
