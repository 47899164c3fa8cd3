package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.RawRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventTimeTest {

  private static final long NOW = 1_800_000_000_000L;
  private static final long RECORD = 1_750_000_000_000L;

  private final EventTime time =
      new EventTime(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

  @Test
  void isWhenTheReviewWasWritten() {
    assertThat(of("{\"text\":\"t\",\"timestamp\":1704462734000}")).isEqualTo(1704462734000L);
    assertThat(of("{\"a\":{\"timestamp\":1},\"timestamp\":\"2024-01-05T13:52:14Z\"}"))
        .isEqualTo(1704462734000L);
  }

  @Test
  void isTheRecordsOwnWhereTheReviewSaysNone() {
    assertThat(of("{\"text\":\"t\"}")).isEqualTo(RECORD);
    assertThat(of("{\"timestamp\":null}")).isEqualTo(RECORD);
    assertThat(of(null)).isEqualTo(RECORD);
  }

  @Test
  void isTheRecordsOwnWhereTheRecordIsBroken() {
    assertThat(of("{\"timestamp\":\"yesterday\"}")).isEqualTo(RECORD);
    assertThat(of("{\"timestamp\":99999999999999999999999}")).isEqualTo(RECORD);
    assertThat(of("[1704462734000]")).isEqualTo(RECORD);
    assertThat(of("{\"text\":\"cut o")).isEqualTo(RECORD);
    assertThat(of("")).isEqualTo(RECORD);
  }

  @Test
  void isTheRecordsOwnWhereTheTimeIsOfNoYearThatIsTaken() {
    assertThat(of("{\"timestamp\":\"+999999999-01-01T00:00:00Z\"}")).isEqualTo(RECORD);
    assertThat(of("{\"timestamp\":-62135596800001}")).isEqualTo(RECORD);
  }

  @Test
  void isTheTimeThatTheGraphAccepts() {
    assertThat(of("{\"timestamp\":\"2024-01-05 13:52:14\"}")).isEqualTo(1704462734000L);
    assertThat(of("{\"timestamp\":\"2024-01-05\"}")).isEqualTo(1704412800000L);
  }

  @Test
  void neverRunsAheadOfTheWallClock() {
    assertThat(of("{\"timestamp\":\"9999-01-01T00:00:00Z\"}")).isEqualTo(NOW);
  }

  private long of(@Nullable String value) {
    byte[] bytes = value == null ? null : value.getBytes(UTF_8);
    return time.extractTimestamp(new RawRecord(null, bytes, "reviews", 0, 0, RECORD), RECORD);
  }
}
