package io.undertone.operator.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timestamps are epoch milliseconds or ISO-8601, and nothing else. */
class TimestampsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T01:02:03Z,              2026-11-22T01:02:03Z",
    "2026-11-22T01:02:03.456789Z,       2026-11-22T01:02:03.456Z",
    "2026-11-22t01:02:03z,              2026-11-22T01:02:03Z",
    "2026-11-22T01:02:03+02:00,         2026-11-21T23:02:03Z",
    "2026-11-22T01:02:03+0200,          2026-11-21T23:02:03Z",
    "2026-11-22 01:02:03-05,            2026-11-22T06:02:03Z",
    "2026-11-22T01:02,                  2026-11-22T01:02:00Z",
    "2026-11-22,                        2026-11-22T00:00:00Z",
    "1969-12-31T23:59:59Z,              1969-12-31T23:59:59Z",
  })
  void readsIso8601(String text, Instant instant) {
    assertThat(Timestamps.ofText(text)).isEqualTo(OptionalLong.of(instant.toEpochMilli()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"5 | 5", "\"1970-01-01\" | 0", "\"1970-01-01T00:00:00.007\" | 7"})
  void readsAJsonNumberOrText(String json, long timestamp) throws IOException {
    assertThat(ofJson(json)).isEqualTo(OptionalLong.of(timestamp));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "5.0", "5e0", "[5]", "{\"timestamp\":5}", "\"5\""})
  void readsNoOtherJson(String json) throws IOException {
    assertThat(ofJson(json)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "1700000000000",
        "2026-13-01",
        "2026-11-22T25:00",
        "2026-11-22T",
        "22.11.2026",
        "+10000-01-01T00:00:00Z",
        "+999999999-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "2026-11-22T01:02:03+02:00[Europe/Berlin]"
      })
  void readsNoOtherText(String text) {
    assertThat(Timestamps.ofText(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1700000000000", "253402300799999", "-62135596800000"})
  void readsMilliseconds(String digits) {
    assertThat(Timestamps.ofNumber(digits)).isEqualTo(OptionalLong.of(Long.parseLong(digits)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"253402300800000", "-62135596800001", "9223372036854775808", "1.5", "1e3", ""})
  void readsNoOtherNumber(String digits) {
    assertThat(Timestamps.ofNumber(digits)).isEmpty();
  }

  private static OptionalLong ofJson(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      return Timestamps.of(parser);
    }
  }
}
