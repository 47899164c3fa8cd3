package io.undertone.operator.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.ForgetUser;
import io.undertone.event.RawRecord;
import io.undertone.event.RejectedReview;
import io.undertone.event.Review;
import io.undertone.event.UserEvent;
import io.undertone.operator.LogLines;
import io.undertone.operator.SentimentSteps;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.RecordFormat.Value;
import io.undertone.operator.settings.ReviewLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come in, each record goes somewhere, and nothing stops. */
@SuppressWarnings("try") // closing a harness may throw anything
class ParseReviewsTest {

  private static final int RECORDS = 30_000;

  /** A detail is one line of a person's screen, whatever the record is. */
  private static final int DETAIL_MAX = 160;

  /** What mutation starts from: every kind of field, and what JSON is made of. */
  private static final List<String> SEEDS =
      List.of(
          "{\"review_id\":\"r1\",\"user_id\":\"ann\",\"text\":\"a b\",\"timestamp\":1700000000000}",
          "{\"user_id\":\"käthe\",\"text\":\"\\ud83d\\ude00 \\\"\\n\",\"review_id\":\"ü\"}",
          "\uFEFF{\"timestamp\":\"2026-11-22T00:00:00Z\",\"text\":\"\",\"user_id\":\"b\",\"review_id\":\"2\"}",
          "{\"label\":\"positive\",\"x\":{\"y\":[1,-2.5e7,true,false,null,{}]},\"user_id\":\"c\"}",
          "[[[[{\"a\":\"b\"}]]]]",
          "nullNaN-1e9\"");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /** Every way to write values with every way to write keys. */
  static Stream<RecordFormat> formats() {
    return Stream.of(Value.values())
        .flatMap(
            value ->
                Stream.of(RecordFormat.Key.values())
                    .map(key -> new RecordFormat(Map.of(), TimestampUnit.MS, value, key)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void anyBytesInAnyFormatComeToSomething(RecordFormat format) {
    RecordReader reader = new RecordReader(ReviewLimits.defaults(), format);
    int accepted = 0;
    for (int offset = 0; offset < RECORDS / 3; offset++) {
      byte[] key = random.nextBoolean() ? anyKey() : wrapped(anyKeyText());
      RawRecord record = new RawRecord(key, anyWrapped(), "reviews", 0, offset, anyTime());
      ParsedRecord reading = reader.read(record);
      if (reading instanceof Rejected rejected) {
        assertThat(rejected.detail()).as("seed " + seed).hasSizeBetween(1, DETAIL_MAX);
      } else {
        accepted++;
      }
    }
    assertThat(accepted).as("seed " + seed).isPositive();
  }

  @Test
  void everyRecordOfAnyBytesEndsInOnePlace() throws Exception {
    try (var parse = harness()) {
      List<RawRecord> records = new ArrayList<>();
      for (int offset = 0; offset < RECORDS; offset++) {
        RawRecord record = new RawRecord(anyKey(), anyValue(), "reviews", 0, offset, anyTime());
        records.add(record);
        parse.processElement(new StreamRecord<>(record));
      }
      List<UserEvent> events = parse.extractOutputValues();
      List<RejectedReview> rejects = rejects(parse);
      assertThat(events.size() + rejects.size()).as("seed " + seed).isEqualTo(RECORDS);
      assertThat(events).hasSizeGreaterThan(RECORDS / 20).hasAtLeastOneElementOfType(Review.class);
      assertThat(events).hasAtLeastOneElementOfType(ForgetUser.class);
      assertThat(rejects).hasSizeGreaterThan(RECORDS / 20);
      for (RejectedReview reject : rejects) {
        RawRecord record = records.get((int) reject.offset());
        assertThat(reject.key()).isEqualTo(record.key());
        assertThat(reject.value()).isEqualTo(record.value());
        assertThat(reject.detail()).isNotEmpty().hasSizeLessThan(DETAIL_MAX);
      }
    }
  }

  @Test
  void keepsTheOrderOfReviewsAndTombstones() throws Exception {
    try (var parse = harness()) {
      for (String user : List.of("ann", "bob", "ann")) {
        String value = SEEDS.get(0).replace("ann", user);
        parse.processElement(new StreamRecord<>(record(user, value)));
        parse.processElement(new StreamRecord<>(record(user, null)));
      }
      assertThat(parse.extractOutputValues())
          .extracting(event -> event.getClass().getSimpleName() + " " + event.userId())
          .containsExactly(
              "Review ann",
              "ForgetUser ann",
              "Review bob",
              "ForgetUser bob",
              "Review ann",
              "ForgetUser ann");
    }
  }

  @Test
  void saysOnceThatTimestampsAreAllTooOld() throws Exception {
    try (LogLines log = LogLines.of(ParseReviews.class);
        var parse = harness()) {
      for (int count = 1; count <= 3 * OldTimestamps.ENOUGH; count++) {
        parse.processElement(new StreamRecord<>(record("ann", dated("1700000000"))));
        assertThat(log.warnings()).hasSize(count < OldTimestamps.ENOUGH ? 0 : 1);
      }
      parse.close();
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0)).contains("among the first 10.", "--timestamp-unit");
    }
  }

  @Test
  void saysAtTheEndThatFewTimestampsAreAllTooOld() throws Exception {
    try (LogLines log = LogLines.of(ParseReviews.class)) {
      try (var parse = harness()) {
        parse.processElement(new StreamRecord<>(record("ann", dated("1700000000"))));
        assertThat(log.warnings()).isEmpty();
      }
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void saysNothingOfTimestampsThatAreNotOldOrNotTheirOwn() throws Exception {
    try (LogLines log = LogLines.of(ParseReviews.class)) {
      try (var parse = harness()) {
        parse.processElement(new StreamRecord<>(record("ann", dated("null"))));
        parse.processElement(new StreamRecord<>(record("ann", null)));
      }
      try (var parse = harness()) {
        parse.processElement(new StreamRecord<>(record("ann", dated("1700000000"))));
        parse.processElement(new StreamRecord<>(record("ann", dated("1700000000000"))));
      }
      assertThat(log.warnings()).isEmpty();
    }
  }

  private static String dated(String timestamp) {
    return SEEDS.get(0).replace("1700000000000", timestamp);
  }

  private static OneInputStreamOperatorTestHarness<RawRecord, UserEvent> harness()
      throws Exception {
    var parse =
        new ParseReviews(ReviewLimits.defaults(), RecordFormat.defaults(), SentimentSteps.REJECTED);
    var harness = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(parse));
    harness.open();
    return harness;
  }

  private static List<RejectedReview> rejects(
      OneInputStreamOperatorTestHarness<RawRecord, UserEvent> parse) {
    return parse.getSideOutput(SentimentSteps.REJECTED).stream()
        .map(StreamRecord::getValue)
        .toList();
  }

  private static RawRecord record(String key, @Nullable String value) {
    byte[] bytes = value == null ? null : value.getBytes(UTF_8);
    return new RawRecord(key.getBytes(UTF_8), bytes, "reviews", 0, 0, 1);
  }

  private byte @Nullable [] anyKey() {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> anyBytes(8);
      default -> "ann".getBytes(UTF_8);
    };
  }

  private byte @Nullable [] anyValue() {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> anyBytes(200);
      case 2 -> anySeed();
      default -> mutated(anySeed());
    };
  }

  private String anyKeyText() {
    List<String> keys = List.of("\"ann\"", "7", "{\"user_id\":\"ann\"}", "{\"user_id\":7,", "ann");
    return keys.get(random.nextInt(keys.size()));
  }

  /** A value in one of the wrappings, or in two, whole or mutated. */
  private byte @Nullable [] anyWrapped() {
    byte[] value = anyValue();
    if (value == null) {
      return null;
    }
    byte[] wrapped = wrapped(new String(value, ISO_8859_1));
    return random.nextInt(3) == 0 ? mutated(wrapped) : wrapped;
  }

  private byte[] wrapped(String latin1) {
    String wrapped =
        switch (random.nextInt(6)) {
          case 0 -> "\0\0\0\0\u0007" + latin1;
          case 1 -> "{\"schema\":null,\"payload\":" + latin1 + "}";
          case 2 -> "{\"before\":null,\"after\":" + latin1 + ",\"op\":\"c\"}";
          case 3 -> "{\"before\":" + latin1 + ",\"after\":null,\"op\":\"d\"}";
          case 4 ->
              "{\"payload\":{\"op\":\"u\",\"after\":" + latin1 + "},\"schema\":{\"type\":\"x\"}}";
          default -> latin1;
        };
    return wrapped.getBytes(ISO_8859_1);
  }

  private long anyTime() {
    return random.nextInt(20) == 0 ? random.nextLong() : random.nextInt();
  }

  private byte[] anySeed() {
    return SEEDS.get(random.nextInt(SEEDS.size())).getBytes(UTF_8);
  }

  private byte[] anyBytes(int lengthMax) {
    byte[] bytes = new byte[random.nextInt(lengthMax)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Bytes changed, a piece of another seed put in, a piece doubled, an end cut off. */
  private byte[] mutated(byte[] bytes) {
    byte[] mutant = bytes;
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      int at = random.nextInt(mutant.length + 1);
      mutant =
          switch (random.nextInt(5)) {
            case 0 -> changed(mutant, at);
            case 1 -> Arrays.copyOf(mutant, at);
            case 2 -> joined(mutant, at, anySeed());
            case 3 -> joined(mutant, at, "{}[]\",:\\".substring(random.nextInt(8)).getBytes(UTF_8));
            default -> joined(mutant, at, Arrays.copyOf(mutant, at));
          };
    }
    return mutant;
  }

  private byte[] changed(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    if (at < copy.length) {
      copy[at] = (byte) random.nextInt(256);
    }
    return copy;
  }

  private static byte[] joined(byte[] bytes, int at, byte[] piece) {
    String text = new String(bytes, ISO_8859_1);
    String joined = text.substring(0, at) + new String(piece, ISO_8859_1) + text.substring(at);
    return joined.getBytes(ISO_8859_1);
  }
}
