package io.undertone.job.memory;

import io.undertone.job.JobEnvironment;
import io.undertone.job.JobException;
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
 * A step of which a savepoint has state of each user, with every such state as it was written: by
 * its own serializer and, where Flink noted a time to each value, with that note. So whoever opens
 * a state as described here leaves all others of it as they were.
 *
 * @param uid the step's own name
 * @param operator what Flink says of it
 * @param states how each state is opened, by its name
 * @param backend the state backend that reads it
 */
record UserStep(
    String uid, OperatorState operator, Map<String, StateDescriptor<?, ?>> states, String backend) {

  /** The bound that Flink sets to every job. */
  static final int MAX_PARALLELISM = 1 << 15;

  private static final String HEAP = "hashmap";

  /** The step of which this is the state; empty where it keeps nothing by user. */
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
      String backend = isOfHeap(keyed, in) ? HEAP : JobEnvironment.ROCKSDB;
      return Optional.of(new UserStep(uid, operator, states, backend));
    } catch (IOException unreadable) {
      throw new JobException(
          "Reading the state of the step " + uid,
          "all files of the savepoint",
          JobException.words(unreadable),
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
   * Whether only the heap reads it. RocksDB reads its own and all that is canonical, and what it
   * reads stays on disk. Of the native forms, the heap's begins each key group with its number.
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
   * Asks for the values in their newest format, whichever they were written in: what a backend is
   * asked for in an old one it would write anew, and then read as old.
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
