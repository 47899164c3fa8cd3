package io.undertone.operator.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.undertone.event.RawRecord;
import io.undertone.event.Review;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.RecordFormat.Value;
import io.undertone.operator.settings.ReviewLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every record of a file of odd ones, beside the repository: by its line, what comes of it. Skipped
 * where the file is not there.
 */
class PayloadCasesTest {

  private static final Path CASES = Path.of("..", "..", "shared", "cases", "payloads.tsv");

  /** A reason's code, or the kind of event; one for each line. */
  private static final List<String> COMES_TO =
      """
      review review registry_frame registry_frame debezium_envelope connect_envelope
      json_in_json review field_repeated review too_deep review
      not_json review user_missing text_missing review review
      review review timestamp_unreadable timestamp_unreadable review review
      review review review review review timestamp_unreadable
      review timestamp_unreadable timestamp_unreadable timestamp_unreadable review
      timestamp_unreadable review not_an_object not_an_object value_empty review
      review review review not_utf8 not_utf8 not_json
      review key_not_plain review value_empty review forget
      review
      """
          .lines()
          .flatMap(line -> List.of(line.split(" ")).stream())
          .toList();

  private List<RawRecord> records = List.of();

  @BeforeEach
  void readTheFile() throws IOException {
    assumeTrue(Files.isReadable(CASES), CASES + " is not there");
    records = records(Files.readAllLines(CASES));
  }

  @Test
  void eachComesToAResultOrToItsOwnReason() {
    List<String> seen =
        records.stream().map(record -> comesTo(RecordFormat.defaults(), record)).toList();
    assertThat(seen).isEqualTo(COMES_TO);
  }

  @Test
  void whatIsWrappedIsReadWhenItIsAnnounced() {
    assertThat(comesTo(format(Value.REGISTRY), line(3))).isEqualTo("review");
    assertThat(comesTo(format(Value.REGISTRY), line(4))).isEqualTo("review");
    assertThat(comesTo(format(Value.DEBEZIUM), line(5))).isEqualTo("review");
    assertThat(comesTo(format(Value.CONNECT), line(6))).isEqualTo("review");
    assertThat(comesTo(format(Value.REGISTRY), line(1))).isEqualTo("not_a_frame");
    assertThat(comesTo(format(Value.DEBEZIUM), line(1))).isEqualTo("not_an_envelope");
    assertThat(comesTo(format(Value.CONNECT), line(1))).isEqualTo("not_an_envelope");
  }

  @Test
  void aQuotedKeyIsReadWhenItIsAnnounced() {
    RecordFormat format =
        new RecordFormat(Map.of(), TimestampUnit.MS, Value.JSON, RecordFormat.Key.JSON);
    assertThat(comesTo(format, line(49))).isEqualTo("forget");
  }

  @Test
  void timesAreReadInTheirUnit() {
    Instant minute = Instant.parse("2024-01-08T05:19:23Z");
    assertThat(time(TimestampUnit.S, line(18))).isEqualTo(minute);
    assertThat(time(TimestampUnit.S, line(21))).isEqualTo(minute.plusMillis(484));
    assertThat(time(TimestampUnit.US, line(22))).isEqualTo(minute.plusMillis(484));
    assertThat(time(TimestampUnit.MS, line(19))).isEqualTo(minute.plusMillis(484));
    assertThat(time(TimestampUnit.MS, line(20))).isEqualTo(minute.plusMillis(484));
    assertThat(time(TimestampUnit.MS, line(24))).isEqualTo(minute);
    assertThat(time(TimestampUnit.MS, line(25))).isEqualTo(minute.minusSeconds(19_800));
    for (int utc : new int[] {27, 28, 29, 31}) {
      assertThat(time(TimestampUnit.MS, line(utc))).isEqualTo(minute);
    }
    assertThat(time(TimestampUnit.MS, line(35))).isEqualTo(Instant.parse("2024-01-09T00:00:00Z"));
    assertThat(time(TimestampUnit.MS, line(37))).isEqualTo(minute.minusSeconds(3600));
  }

  private RawRecord line(int number) {
    return records.get(number - 1);
  }

  private static RecordFormat format(Value value) {
    return new RecordFormat(Map.of(), TimestampUnit.MS, value, RecordFormat.Key.TEXT);
  }

  private static String comesTo(RecordFormat format, RawRecord record) {
    ParsedRecord reading = new RecordReader(ReviewLimits.defaults(), format).read(record);
    return reading instanceof Rejected rejected
        ? rejected.reason().code()
        : ((Accepted) reading).event() instanceof Review ? "review" : "forget";
  }

  private static Instant time(TimestampUnit unit, RawRecord record) {
    RecordFormat format = new RecordFormat(Map.of(), unit, Value.JSON, RecordFormat.Key.TEXT);
    ParsedRecord reading = new RecordReader(ReviewLimits.defaults(), format).read(record);
    return Instant.ofEpochMilli(((Accepted) reading).event().timestamp());
  }

  private static List<RawRecord> records(List<String> lines) {
    List<RawRecord> records = new ArrayList<>();
    for (String line : lines) {
      List<String> parts = List.of(line.split("\t"));
      records.add(
          new RawRecord(
              bytes(parts.get(0)),
              bytes(parts.get(1)),
              "cases",
              0,
              records.size(),
              Long.parseLong(parts.get(2))));
    }
    return records;
  }

  private static byte @Nullable [] bytes(String cell) {
    if (cell.equals("\\N")) {
      return null;
    }
    return cell.startsWith("b64:")
        ? Base64.getDecoder().decode(cell.substring(4))
        : cell.getBytes(UTF_8);
  }
}
