package io.undertone.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Events come back as they were written, today's and yesterday's. */
class EventSerializersTest {

  private static final Origin ORIGIN = new Origin("r1", "ann", 1_700_000_000_000L, null);
  private static final Origin LABELLED = new Origin("r\uD83D\uDE00", "käthe", -1, "positive");

  private static final TextPieces PIECES =
      new TextPieces("no好", new int[] {2, 3}, new int[] {1, 3});

  /** Each kind of event with the newest version and the bytes that it writes. */
  private record Golden<T>(TypeInformation<T> type, int version, T event, String bytes) {}

  private static final Sentiment SENTIMENT =
      new Sentiment(ORIGIN, labelled(null), 2, 5, true, "m@1");

  private static final Sentiment EXPLAINED =
      new Sentiment(
          ORIGIN, labelled(new Explanation(PIECES, List.of(0.5, 0.75))), 2, 5, true, "m@1");

  private static final String EXPLANATION_BYTES =
      "01 046e6ffdb201 00000002 02000000 03000000 00000002 01000000 03000000"
          + "00000002 000000000000e03f 000000000000e83f";

  private static final String SENTIMENT_BYTES_OF_VERSION_1 =
      "037231 04616e6e 0000018bcfe56800 00 09706f736974697665 3fe8000000000000"
          + "00000002 000000000000d03f 000000000000e83f 00000002 00000005 01 046d4031";

  private static final List<Golden<?>> GOLDENS =
      List.of(
          ofUser(new Review(ORIGIN, "fine"), "01 0372 31 04616e6e 0000018bcfe56800 00 0566696e65"),
          ofUser(
              new Review(LABELLED, "\uD800"),
              "01 0472bdb003 80bc03 066be4017468 65 ffffffffffffffff 09706f736974697665 0280b003"),
          ofUser(
              new TokenizedReview(ORIGIN, new int[] {1, 8191}, true),
              "02 037231 04616e6e 0000018bcfe56800 00 00000002 01000000 ff1f0000 01"),
          ofUser(
              new TokenizedReview(ORIGIN, new int[] {1, 8191}, true, PIECES),
              "05 037231 04616e6e 0000018bcfe56800 00 00000002 01000000 ff1f0000 01"
                  + "046e6ffdb201 00000002 02000000 03000000 00000002 01000000 03000000"),
          ofUser(
              new EmbeddedReview(ORIGIN, new float[] {1, -0.5f}, 3, false),
              "03 037231 04616e6e 0000018bcfe56800 00 00000002 0000803f 000000bf 00000003 00"),
          ofUser(
              new EmbeddedReview(ORIGIN, new float[] {1}, 2, false, new int[] {1, 8191}),
              "06 037231 04616e6e 0000018bcfe56800 00 00000001 0000803f 00000002 00"
                  + "00000002 01000000 ff1f0000"),
          ofUser(new ForgetUser("ann", 7), "04 04616e6e 0000000000000007"),
          new Golden<>(
              RawRecord.TYPE,
              1,
              new RawRecord(null, new byte[] {1, 2}, "reviews", 3, 4, 5),
              "ffffffff 00000002 0102 0872657669657773 00000003 0000000000000004"
                  + "0000000000000005"),
          new Golden<>(
              RejectedReview.TYPE,
              1,
              new RejectedReview(
                  new byte[0], null, RejectReason.NOT_JSON, "near byte 1 of 2", "reviews", 0, 9),
              "00000000 ffffffff 096e6f745f6a736f6e 116e65617220627974652031206f662032"
                  + "0872657669657773 00000000 0000000000000009"),
          new Golden<>(Sentiment.TYPE, 3, SENTIMENT, SENTIMENT_BYTES_OF_VERSION_1 + "0000"),
          new Golden<>(
              Sentiment.TYPE,
              3,
              new Sentiment(ORIGIN, new Surprise(1.5), 2, 5, true, "m@1"),
              "037231 04616e6e 0000018bcfe56800 00 00 7ff8000000000000 00000000"
                  + "00000002 00000005 01 046d4031 00 01 3ff8000000000000"),
          new Golden<>(
              Sentiment.TYPE,
              3,
              new Sentiment(ORIGIN, new Surprise(null), 2, 0, false, "m@1"),
              "037231 04616e6e 0000018bcfe56800 00 00 7ff8000000000000 00000000"
                  + "00000002 00000000 00 046d4031 00 00"),
          new Golden<>(
              Sentiment.TYPE,
              3,
              EXPLAINED,
              SENTIMENT_BYTES_OF_VERSION_1 + EXPLANATION_BYTES + "00"));

  private static Golden<UserEvent> ofUser(UserEvent event, String bytes) {
    return new Golden<>(UserEvent.TYPE, 3, event, bytes);
  }

  private static Labelled labelled(@Nullable Explanation explanation) {
    return new Labelled("positive", 0.75, List.of(0.25, 0.75), explanation);
  }

  @TestFactory
  Stream<DynamicTest> writesTheGoldenBytes() {
    return GOLDENS.stream()
        .map(golden -> DynamicTest.dynamicTest(golden.event.toString(), () -> check(golden)));
  }

  private static <T> void check(Golden<T> golden) throws IOException {
    TypeSerializer<T> serializer = serializer(golden.type);
    String bytes = golden.bytes.replace(" ", "");
    assertThat(HexFormat.of().formatHex(write(serializer, golden.event))).isEqualTo(bytes);
    assertSame(read(serializer, HexFormat.of().parseHex(bytes)), golden.event, "as it was written");
    assertThat(serializer.snapshotConfiguration().getCurrentVersion()).isEqualTo(golden.version);
  }

  /** What version 1 knew of user events is written as it was, so its bytes are those above. */
  @Test
  void readsTheBytesOfVersion1() throws IOException {
    assertThat(read(ofVersion(1, Sentiment.TYPE), bytes(SENTIMENT_BYTES_OF_VERSION_1)))
        .isEqualTo(SENTIMENT);
    for (Golden<?> golden : GOLDENS) {
      if (golden.type.equals(UserEvent.TYPE) && !golden.bytes.startsWith("05")) {
        assertSame(
            read(ofVersion(1, UserEvent.TYPE), bytes(golden.bytes)), golden.event, "of version 1");
      }
    }
  }

  @Test
  void readsTheSentimentsOfVersion2() throws IOException {
    TypeSerializer<Sentiment> serializer = ofVersion(2, Sentiment.TYPE);
    assertThat(read(serializer, bytes(SENTIMENT_BYTES_OF_VERSION_1 + "00"))).isEqualTo(SENTIMENT);
    assertThat(read(serializer, bytes(SENTIMENT_BYTES_OF_VERSION_1 + EXPLANATION_BYTES)))
        .isEqualTo(EXPLAINED);
  }

  /** Events compare no arrays themselves. */
  private static void assertSame(Object read, Object written, String which) {
    assertThat(read)
        .as(which)
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .isEqualTo(written);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** The serializer that a checkpoint of a version brings back. */
  private static <T> TypeSerializer<T> ofVersion(int version, TypeInformation<T> type)
      throws IOException {
    TypeSerializerSnapshot<T> snapshot = serializer(type).snapshotConfiguration();
    snapshot.readSnapshot(
        version,
        new DataInputDeserializer(new byte[0]),
        EventSerializersTest.class.getClassLoader());
    return snapshot.restoreSerializer();
  }

  @Test
  void readsBackAnyEvent() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TypeSerializer<UserEvent> serializer = serializer(UserEvent.TYPE);
    for (int round = 0; round < 500; round++) {
      UserEvent event = anyEvent(random);
      assertSame(read(serializer, write(serializer, event)), event, "seed " + seed);
    }
  }

  @Test
  void copiesAreTheSameObject() throws IOException {
    TypeSerializer<UserEvent> serializer = serializer(UserEvent.TYPE);
    UserEvent event = new TokenizedReview(ORIGIN, new int[] {1}, false);
    assertThat(serializer.copy(event)).isSameAs(event);
    assertThat(serializer.copy(event, new ForgetUser("x", 1))).isSameAs(event);
    assertThat(serializer.isImmutableType()).isTrue();
    DataOutputSerializer copy = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(write(serializer, event)), copy);
    assertThat(copy.getCopyOfBuffer()).isEqualTo(write(serializer, event));
  }

  @Test
  void needsNoGenericTypes() {
    for (Class<?> event :
        List.of(
            UserEvent.class,
            Review.class,
            TokenizedReview.class,
            EmbeddedReview.class,
            ForgetUser.class,
            RawRecord.class,
            RejectedReview.class,
            Sentiment.class)) {
      assertThat(serializer(TypeInformation.of(event))).isInstanceOf(VersionedSerializer.class);
    }
  }

  @Test
  void theSnapshotBringsTheSerializerBack() throws IOException {
    for (Golden<?> golden : GOLDENS) {
      TypeSerializer<?> serializer = serializer(golden.type);
      DataOutputSerializer bytes = new DataOutputSerializer(64);
      TypeSerializerSnapshot.writeVersionedSnapshot(bytes, serializer.snapshotConfiguration());
      TypeSerializerSnapshot<?> back =
          TypeSerializerSnapshot.readVersionedSnapshot(
              new DataInputDeserializer(bytes.getCopyOfBuffer()), getClass().getClassLoader());
      assertThat(back.restoreSerializer()).isEqualTo(serializer);
    }
  }

  @Test
  void refusesDamagedBytes() {
    TypeSerializer<UserEvent> serializer = serializer(UserEvent.TYPE);
    assertThatThrownBy(() -> read(serializer, new byte[] {9}))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Reading a user event: expected a tag from 1 to 6, found 9; the data is damaged, or a"
                + " newer version wrote it");
    byte[] tokens = HexFormat.of().parseHex("0203723104616e6e0000018bcfe56800007fffffff");
    assertThatThrownBy(() -> read(serializer, tokens))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Reading an event: expected an array of at most 67108864 elements, found 2147483647;"
                + " the data is damaged");
  }

  private static UserEvent anyEvent(Random random) {
    Origin origin =
        new Origin(
            anyText(random),
            anyText(random),
            random.nextLong(),
            random.nextBoolean() ? null : anyText(random));
    return switch (random.nextInt(4)) {
      case 0 -> new Review(origin, anyText(random));
      case 1 ->
          new TokenizedReview(
              origin,
              random.ints(random.nextInt(50)).toArray(),
              random.nextBoolean(),
              random.nextBoolean() ? null : anyPieces(random));
      case 2 ->
          new EmbeddedReview(origin, anyFloats(random), random.nextInt(), random.nextBoolean());
      default -> new ForgetUser(anyText(random), random.nextLong());
    };
  }

  private static TextPieces anyPieces(Random random) {
    int count = 1 + random.nextInt(20);
    return new TextPieces(
        anyText(random), random.ints(count).toArray(), random.ints(count).toArray());
  }

  private static float[] anyFloats(Random random) {
    float[] floats = new float[random.nextInt(50)];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    return floats;
  }

  /** Any characters at all, halves of surrogate pairs too. */
  private static String anyText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(40); left > 0; left--) {
      text.append((char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
    }
    return text.toString();
  }

  private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    return type.createSerializer(config);
  }

  private static <T> byte[] write(TypeSerializer<T> serializer, T event) throws IOException {
    DataOutputSerializer bytes = new DataOutputSerializer(64);
    serializer.serialize(event, bytes);
    return bytes.getCopyOfBuffer();
  }

  private static <T> T read(TypeSerializer<T> serializer, byte[] bytes) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(bytes));
  }
}
