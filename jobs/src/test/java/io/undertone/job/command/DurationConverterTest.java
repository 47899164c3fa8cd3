package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationConverterTest {

  private final DurationConverter converter = new DurationConverter();

  @Test
  void readsEachUnit() {
    assertThat(converter.convert("10ms")).isEqualTo(Duration.ofMillis(10));
    assertThat(converter.convert("5s")).isEqualTo(Duration.ofSeconds(5));
    assertThat(converter.convert("3min")).isEqualTo(Duration.ofMinutes(3));
    assertThat(converter.convert("2h")).isEqualTo(Duration.ofHours(2));
    assertThat(converter.convert("365d")).isEqualTo(Duration.ofDays(365));
    assertThat(converter.convert("0")).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "10 ms", "-1s", "1.5s", "1y", "ms", "999999999999999d"})
  void refusesWhatHasNoUnitOrNoNumber(String value) {
    assertThatThrownBy(() -> converter.convert(value))
        .hasMessage(
            "'"
                + value
                + "' is not a duration; write a whole number and ms, s, min, h or d, such as 10ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10ms", "1500ms", "5s", "90s", "3min", "25h", "365d"})
  void writesWhatItReads(String value) {
    assertThat(DurationConverter.written(converter.convert(value))).isEqualTo(value);
  }
}
