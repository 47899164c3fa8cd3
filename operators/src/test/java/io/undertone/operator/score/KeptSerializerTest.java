package io.undertone.operator.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What is kept of a user is read as it was written, by any later version. */
class KeptSerializerTest {

  private static final UserMemory KEPT =
      new UserMemory(0x0123456789abcdefL, 3, 1_700_000_000_000L, new float[] {1, -0.5f});

  private static final UserMemory WITH_REVIEWS =
      new UserMemory(
          KEPT.fingerprint(),
          3,
          KEPT.seenLast(),
          KEPT.states(),
          new RecentReviews(0x1122334455667788L, List.of(new int[] {7, 256}, new int[0])));

  /** The number remembered as its complement, and the reviews behind. */
  private static final String VERSION_3 =
      ("0123456789abcdef fffffffc 0000018bcfe56800 00000002 0000803f 000000bf"
              + "1122334455667788 00000002 00000002 07000000 00010000 00000000")
          .replace(" ", "");

  private static final String VERSION_2 =
      "0123456789abcdef 00000003 0000018bcfe56800 00000002 0000803f 000000bf".replace(" ", "");

  /** With a timer behind the timestamp. */
  private static final String VERSION_1 =
      "0123456789abcdef 00000003 0000018bcfe56800 000000000000004d 00000002 0000803f 000000bf"
          .replace(" ", "");

  private final KeptSerializer serializer = new KeptSerializer();

  @Test
  void writesTheGoldenBytesOfVersion3AndNoByteMoreWithoutReviews() throws IOException {
    assertThat(written(WITH_REVIEWS)).isEqualTo(VERSION_3);
    assertThat(written(KEPT)).isEqualTo(VERSION_2);
    assertThat(serializer.snapshotConfiguration().getCurrentVersion()).isEqualTo(3);
  }

  @Test
  void readsTheGoldenBytesOfEachVersion() throws IOException {
    assertThat(read(3, VERSION_3)).usingRecursiveComparison().isEqualTo(WITH_REVIEWS);
    assertThat(read(3, VERSION_2)).usingRecursiveComparison().isEqualTo(KEPT);
    assertThat(read(2, VERSION_2)).usingRecursiveComparison().isEqualTo(KEPT);
    assertThat(read(1, VERSION_1)).usingRecursiveComparison().isEqualTo(KEPT);
  }

  @Test
  void readsAThousandReviewsAndRefusesACountThatNobodyWrites() throws IOException {
    for (int count : new int[] {1, 1000}) {
      RecentReviews recent =
          new RecentReviews(0x1122334455667788L, Collections.nCopies(count, new int[] {7}));
      UserMemory kept = new UserMemory(1, count, 5, new float[] {1}, recent);
      assertThat(read(3, written(kept))).usingRecursiveComparison().isEqualTo(kept);
    }

    for (int count : new int[] {0, 1001, -1}) {
      String damaged =
          VERSION_3.replace(
              "1122334455667788" + "00000002", "1122334455667788%08x".formatted(count));
      assertThatThrownBy(() -> read(3, damaged))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "Reading a user's memory: expected 1 to 1000 reviews, found %d; the data is damaged",
              count);
    }
  }

  @Test
  void migratesAnEarlierVersionAndRefusesALaterOne() throws IOException {
    var now = new KeptSerializer.Snapshot();
    assertThat(now.resolveSchemaCompatibility(snapshot(1)).isCompatibleAfterMigration()).isTrue();
    assertThat(now.resolveSchemaCompatibility(snapshot(2)).isCompatibleAfterMigration()).isTrue();
    assertThat(now.resolveSchemaCompatibility(snapshot(3)).isCompatibleAsIs()).isTrue();
    assertThat(now.resolveSchemaCompatibility(snapshot(4)).isIncompatible()).isTrue();
  }

  private String written(UserMemory memory) throws IOException {
    DataOutputSerializer bytes = new DataOutputSerializer(64);
    serializer.serialize(memory, bytes);
    return HexFormat.of().formatHex(bytes.getCopyOfBuffer());
  }

  private static UserMemory read(int version, String bytes) throws IOException {
    return snapshot(version)
        .restoreSerializer()
        .deserialize(new DataInputDeserializer(HexFormat.of().parseHex(bytes)));
  }

  private static TypeSerializerSnapshot<UserMemory> snapshot(int version) throws IOException {
    var snapshot = new KeptSerializer.Snapshot();
    snapshot.readSnapshot(
        version, new DataInputDeserializer(), KeptSerializerTest.class.getClassLoader());
    return snapshot;
  }
}
