package io.undertone.operator.parse;

import static io.undertone.operator.settings.RecordFormat.TimestampUnit.MS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import java.io.IOException;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timestamps are numbers of a unit, ISO-8601 or RFC 1123, and nothing that may mean two times. */
class TimestampsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T01:02:03Z,              2026-11-22T01:02:03Z",
    "2026-11-22T01:02:03.456789Z,       2026-11-22T01:02:03.456Z",
    "'2026-11-22T01:02:03,456789Z',     2026-11-22T01:02:03.456Z",
    "'2026-11-22 01:02:03,456',         2026-11-22T01:02:03.456Z",
    "2026-11-22t01:02:03z,              2026-11-22T01:02:03Z",
    "2026-11-22T01:02:03+02:00,         2026-11-21T23:02:03Z",
    "2026-11-22T01:02:03+0200,          2026-11-21T23:02:03Z",
    "2026-11-22 01:02:03-05,            2026-11-22T06:02:03Z",
    "2026-11-22T01:02,                  2026-11-22T01:02:00Z",
    "2026-11-22,                        2026-11-22T00:00:00Z",
    "1969-12-31T23:59:59Z,              1969-12-31T23:59:59Z",
    "2026-11-22T24:00:00Z,              2026-11-23T00:00:00Z",
    "2026-11-30T24:00:00Z,              2026-12-01T00:00:00Z",
    "2024-02-29T05:19:23Z,              2024-02-29T05:19:23Z",
    "2024-02-29T24:00,                  2024-03-01T00:00:00Z",
    "2026-12-31,                        2026-12-31T00:00:00Z",
    "2026-11-22 01:02:03 +0530,         2026-11-21T19:32:03Z",
    "2026-11-22 01:02:03 UTC,           2026-11-22T01:02:03Z",
    "2026-11-22 01:02:03 GMT,           2026-11-22T01:02:03Z",
    "2026-11-22T01:02:03Z[UTC],         2026-11-22T01:02:03Z",
    "2026-11-22T01:02:03.5+01:00[Europe/Berlin], 2026-11-22T00:02:03.5Z",
    "'Sun, 22 Nov 2026 01:02:03 GMT',   2026-11-22T01:02:03Z",
    "'Sun, 22 Nov 2026 01:02:03 -0500', 2026-11-22T06:02:03Z",
    "1700000000.5e3,                    2023-11-14T22:13:20.500Z",
    "1700000000000,                     2023-11-14T22:13:20Z",
  })
  void readsTexts(String text, Instant instant) {
    assertThat(Timestamps.ofText(text, MS)).isEqualTo(OptionalLong.of(instant.toEpochMilli()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | 5",
        "5.0 | 5",
        "5e0 | 5",
        "\"5\" | 5",
        "1.7e12 | 1700000000000",
        "\"1970-01-01\" | 0",
        "\"1970-01-01T00:00:00.007\" | 7"
      })
  void readsAJsonNumberOrText(String json, long timestamp) throws IOException {
    assertThat(ofJson(json)).isEqualTo(OptionalLong.of(timestamp));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "5.5",
        "[5]",
        "{\"timestamp\":5}",
        "1e999999999",
        "1e-999999999",
        "1e99999999999"
      })
  void readsNoOtherJson(String json) throws IOException {
    assertThat(ofJson(json)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "5 5",
        "٥",
        "2026",
        "20261122",
        "20261122010203",
        "11 22, 2026",
        "22-Nov-26",
        "2026/11/22",
        "0000-00-00 00:00:00",
        "2026-11-22T01:02:60Z",
        "2026-11-22T01:02:03[Europe/Berlin]",
        "2026-11-22 01:02:03 EST",
        "Mon, 22 Nov 2026 01:02:03 GMT",
        "Mon, 08 Jan 24 05:19:23 GMT",
        "Mon, 08 Jan 124 05:19:23 GMT",
        "Thu, 30 Feb 2024 05:19:23 GMT",
        "2024-02-30",
        "2023-02-29T05:19:23Z",
        "2024-02-30T24:00:00Z",
        "2024-04-31 05:19:23",
        "2026-11-00",
        "2026-13-01",
        "2026-11-22T25:00",
        "2026-11-22T",
        "2026-11-22 01:02,5",
        "2026-11-22,01:02:03",
        "22.11.2026",
        "+10000-01-01T00:00:00Z",
        "+999999999-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "2026-11-22T01:02:03+02:00[Europe/Berlin]",
        "2026-11-22T01:02:03+02:00UTC",
        "2026-11-22T01:02:03UTC+02:00",
        "2026-11-22T01:02:03-05GMT"
      })
  void readsNoOtherText(String text) {
    assertThat(Timestamps.ofText(text, MS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1700000000000", "253402300799999", "-62135596800000"})
  void readsMilliseconds(String digits) {
    assertThat(Timestamps.ofNumber(digits, MS)).isEqualTo(OptionalLong.of(Long.parseLong(digits)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"253402300800000", "-62135596800001", "9223372036854775808", "1.5", "1e-3", ""})
  void readsNoOtherNumber(String digits) {
    assertThat(Timestamps.ofNumber(digits, MS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000,         S,  1700000000000",
    "1700000000.123,     S,  1700000000123",
    "1700000000.123000,  S,  1700000000123",
    "1700000000.123456,  S,  1700000000123",
    "-0.0001,            S,  -1",
    "1700000000123,      MS, 1700000000123",
    "1700000000123.0,    MS, 1700000000123",
    "1700000000123000,   US, 1700000000123",
    "1700000000123999,   US, 1700000000123",
    "1700000000123999.0, US, 1700000000123",
    "-1,                 US, -1",
  })
  void countsWhatItIsTold(String number, TimestampUnit unit, long timestamp) {
    assertThat(Timestamps.ofNumber(number, unit)).hasValue(timestamp);
    assertThat(Timestamps.ofText(number, unit)).hasValue(timestamp);
  }

  @ParameterizedTest
  @CsvSource({
    "1e999999999,          S",
    "1e-999999999,         S",
    "1700000000123,        S",
    "9223372036854775807,  S",
    "1700000000123.5,      MS",
    "1700000000123000,     MS",
    "1700000000123000.5,   US",
  })
  void takesNoPartOfAUnitButOfSecondsAndNoOtherYear(String number, TimestampUnit unit) {
    assertThat(Timestamps.ofNumber(number, unit)).isEmpty();
    assertThat(Timestamps.ofText(number, unit)).isEmpty();
  }

  private static OptionalLong ofJson(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      return new TimestampReader(RecordFormat.defaults()).of(FieldValue.read(parser));
    }
  }
}
