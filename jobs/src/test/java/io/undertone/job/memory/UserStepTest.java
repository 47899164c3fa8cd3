package io.undertone.job.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.VersionedSerializer;
import io.undertone.event.VersionedSnapshot;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.junit.jupiter.api.Test;

class UserStepTest {

  private static final int OLD = 1;
  private static final int NEWEST = 2;

  /** Version 1 was written in bytes, version 2 is in words. */
  private static final class Words extends VersionedSerializer<String> {
    private final int version;

    Words(int version) {
      super(version);
      this.version = version;
    }

    @Override
    protected void write(String value, DataOutputView target) throws IOException {
      target.writeUTF(value);
    }

    @Override
    protected String read(int written, DataInputView source) throws IOException {
      return written == OLD ? source.readLine() : source.readUTF();
    }

    @Override
    public TypeSerializerSnapshot<String> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Which of the two. */
    static final class Snapshot extends VersionedSnapshot<String> {
      Snapshot() {
        super(NEWEST, Words::new);
      }
    }
  }

  /** RocksDB migrates values to the format that is asked for, and so does the heap. */
  @Test
  void asksForStateOfAnOldFormatInTheNewest() throws IOException {
    Words.Snapshot written = new Words.Snapshot();
    written.readSnapshot(OLD, new DataInputDeserializer(), getClass().getClassLoader());
    StateMetaInfoSnapshot state =
        new StateMetaInfoSnapshot(
            "memory",
            BackendStateType.KEY_VALUE,
            Map.of(),
            Map.of(CommonSerializerKeys.VALUE_SERIALIZER.toString(), written));

    StateDescriptor<?, ?> asked = UserStep.descriptor(state);

    assertThat(((Words) asked.getSerializer()).version).isEqualTo(NEWEST);
  }
}
