package io.undertone.operator.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What is kept of a user is read as it was written, by any later version. */
class KeptSerializerTest {

  private static final Kept KEPT =
      new Kept(
          new MemoryRow(0x0123456789abcdefL, 3, 1_700_000_000_000L, new float[] {1, -0.5f}), 77);

  private static final String VERSION_1 =
      "0123456789abcdef 00000003 0000018bcfe56800 000000000000004d 00000002 0000803f 000000bf"
          .replace(" ", "");

  private final KeptSerializer serializer = new KeptSerializer();

  @Test
  void writesTheGoldenBytesOfVersion1() throws IOException {
    DataOutputSerializer bytes = new DataOutputSerializer(64);
    serializer.serialize(KEPT, bytes);
    assertThat(HexFormat.of().formatHex(bytes.getCopyOfBuffer())).isEqualTo(VERSION_1);
    assertThat(serializer.snapshotConfiguration().getCurrentVersion()).isEqualTo(1);
  }

  @Test
  void readsTheGoldenBytesOfVersion1() throws IOException {
    var bytes = new DataInputDeserializer(HexFormat.of().parseHex(VERSION_1));
    assertThat(serializer.deserialize(bytes)).isEqualTo(KEPT);
  }

  @Test
  void refusesAVersionFromTheFuture() throws IOException {
    var old = new KeptSerializer.Snapshot();
    old.readSnapshot(1, new DataInputDeserializer(), getClass().getClassLoader());
    assertThat(new KeptSerializer.Snapshot().resolveSchemaCompatibility(old).isCompatibleAsIs())
        .isTrue();
    TypeSerializerSnapshot<Kept> future = new KeptSerializer.Snapshot();
    future.readSnapshot(2, new DataInputDeserializer(), getClass().getClassLoader());
    assertThat(new KeptSerializer.Snapshot().resolveSchemaCompatibility(future).isIncompatible())
        .isTrue();
  }
}
