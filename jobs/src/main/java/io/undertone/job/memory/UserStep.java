package io.undertone.job.memory;

import io.undertone.job.JobException;
import io.undertone.job.StateBackend;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/**
 * A step with state of users in a savepoint, with descriptors for each of its states as it was
 * written: with its own serializer and, for state with a time to live, with the time stamps of the
 * values. So a job that opens a state with these descriptors leaves all other values unchanged.
 *
 * @param operator its state in the savepoint's metadata
 * @param states the descriptors, by name
 * @param backend a state backend that can read it
 */
record UserStep(
    String uid,
    OperatorState operator,
    Map<String, StateDescriptor<?, ?>> states,
    StateBackend backend) {

  /** The step of a savepoint's operator state; empty if it has no state of users. */
  static Optional<UserStep> of(OperatorState operator) {
    String uid = operator.getOperatorUid().orElse(null);
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (KeyedStateHandle keyed : subtask.getManagedKeyedState()) {
        return uid == null ? Optional.empty() : read(uid, operator, keyed);
      }
    }
    return Optional.empty();
  }

  private static Optional<UserStep> read(
      String uid, OperatorState operator, KeyedStateHandle keyed) {
    try (FSDataInputStream in = description(keyed).openInputStream()) {
      KeyedBackendSerializationProxy<?> written =
          new KeyedBackendSerializationProxy<>(UserStep.class.getClassLoader());
      written.read(new DataInputViewStreamWrapper(in));
      if (!(written.getKeySerializerSnapshot().restoreSerializer() instanceof StringSerializer)) {
        return Optional.empty();
      }
      Map<String, StateDescriptor<?, ?>> states = new LinkedHashMap<>();
      for (StateMetaInfoSnapshot state : written.getStateMetaInfoSnapshots()) {
        if (state.getBackendStateType() == BackendStateType.KEY_VALUE) {
          states.put(state.getName(), descriptor(state));
        }
      }
      StateBackend backend = isOfHeap(keyed, in) ? StateBackend.HASHMAP : StateBackend.ROCKSDB;
      return Optional.of(new UserStep(uid, operator, states, backend));
    } catch (IOException unreadable) {
      throw new JobException(
          "Reading the state of the step " + uid,
          "all files of the savepoint",
          JobException.found(unreadable),
          "Give --from a whole copy; of a checkpoint with files elsewhere take a savepoint instead.",
          unreadable);
    }
  }

  private static StreamStateHandle description(KeyedStateHandle keyed) throws IOException {
    if (keyed instanceof IncrementalRemoteKeyedStateHandle files) {
      return files.getMetaDataStateHandle();
    }
    if (keyed instanceof KeyGroupsStateHandle file) {
      return file.getDelegateStateHandle();
    }
    throw new IOException("state of the kind " + keyed.getClass().getSimpleName());
  }

  /**
   * Whether only the heap backend can read it. RocksDB is preferred, since its state stays on disk;
   * it reads its own native format and the canonical one. The heap's native format is recognised by
   * the number at the beginning of each key group.
   */
  private static boolean isOfHeap(KeyedStateHandle keyed, FSDataInputStream in) throws IOException {
    if (!(keyed instanceof KeyGroupsStateHandle file)
        || keyed instanceof KeyGroupsSavepointStateHandle) {
      return false;
    }
    int group = file.getKeyGroupRange().getEndKeyGroup();
    long offset = file.getOffsetForKeyGroup(group);
    in.seek(offset);
    return offset > 0 && new DataInputStream(in).readInt() == group;
  }

  /**
   * Uses the newest format of the values, whichever they were written in: with an old format, a
   * backend would migrate the values and then read them as old ones.
   */
  static StateDescriptor<?, ?> descriptor(StateMetaInfoSnapshot state) {
    TypeSerializer<?> values =
        state
            .getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER)
            .restoreSerializer()
            .snapshotConfiguration()
            .restoreSerializer();
    if (values instanceof MapSerializer<?, ?> map) {
      return new MapStateDescriptor<>(
          state.getName(), map.getKeySerializer(), map.getValueSerializer());
    }
    if (values instanceof ListSerializer<?> list) {
      return new ListStateDescriptor<>(state.getName(), list.getElementSerializer());
    }
    return new ValueStateDescriptor<>(state.getName(), values);
  }
}
