package io.undertone.operator.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldTimestampsTest {

  private static final long SECONDS_READ_AS_MILLISECONDS = 1_700_000_000L;

  private final OldTimestamps timestamps = new OldTimestamps(TimestampUnit.MS);

  @Test
  void warnsWhereAllAreOld() {
    timestamps.add(SECONDS_READ_AS_MILLISECONDS);
    timestamps.add(OldTimestamps.OLD_BEFORE - 1);
    assertThat(timestamps.warning())
        .isEqualTo(
            "Reading timestamps in ms: expected some from 1990 on, found none among the first 2. If"
                + " they count something else, such as seconds, give --timestamp-unit s, ms or us.");
  }

  @ParameterizedTest
  @CsvSource({"MS, 20240131", "MS, 45292", "S, 20240131000", "S, 2024000", "US, 20240"})
  void warnsOfDaysAndYears(TimestampUnit unit, long timestamp) {
    OldTimestamps days = new OldTimestamps(unit);
    days.add(timestamp);
    assertThat(days.warning())
        .isEqualTo(
            "Reading timestamps in %s: expected some from 1990 on, found none among the first 1. If they are dates such as 20240131, give --timestamp-format yyyyMMdd; if they count days or years, as in a spreadsheet, write them as dates."
                .formatted(unit.name().toLowerCase(Locale.ROOT)));
  }

  @Test
  void saysNothingWhereOneIsNot() {
    timestamps.add(SECONDS_READ_AS_MILLISECONDS);
    timestamps.add(OldTimestamps.OLD_BEFORE);
    timestamps.add(SECONDS_READ_AS_MILLISECONDS);
    assertThat(timestamps.warning()).isNull();
    assertThat(timestamps.hintOfSome())
        .isEqualTo(
            "Timestamps before 1990: 2 of 3. Numbers are read in ms; if some of them count something"
                + " else, such as seconds, write all in one unit.");
  }

  @Test
  void saysNothingOfNone() {
    assertThat(timestamps.warning()).isNull();
    assertThat(timestamps.hintOfSome()).isNull();
    timestamps.add(OldTimestamps.OLD_BEFORE);
    assertThat(timestamps.hintOfSome()).isNull();
    assertThat(timestamps.warning()).isNull();
  }
}
