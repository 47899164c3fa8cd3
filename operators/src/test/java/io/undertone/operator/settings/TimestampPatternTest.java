package io.undertone.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pattern reads the times that it was made for, and one that would lose a part is refused. */
class TimestampPatternTest {

  @ParameterizedTest
  @CsvSource({
    "MMMM d yyyy,               October 12 2016,                2016-10-12T00:00:00Z",
    "MMMM d yyyy,               october 12 2016,                2016-10-12T00:00:00Z",
    "'MM d, yyyy',              '02 28, 2014',                  2014-02-28T00:00:00Z",
    "dd/MM/yyyy HH:mm,          01/08/2024 23:59,               2024-08-01T23:59:00Z",
    "MM/dd/yy hh:mm a,          01/08/24 11:59 PM,              2024-01-08T23:59:00Z",
    "d-MMM-uuuu,                8-Jan-2024,                     2024-01-08T00:00:00Z",
    "yyyyMMdd,                  20240108,                       2024-01-08T00:00:00Z",
    "EEE MMM dd HH:mm:ss xx yyyy, Sun Jul 30 07:44:10 -0700 2017, 2017-07-30T14:44:10Z",
    "yyyy-MM-dd HH:mm VV,       2024-07-01 12:00 Europe/Berlin, 2024-07-01T10:00:00Z",
  })
  void readsTextsAsTheyAreWritten(String letters, String text, Instant time) {
    TimestampPattern pattern = new TimestampPattern(letters);

    assertThat(TimestampPattern.read(text, pattern.formatter()).toInstant()).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"02/30/2024", "13/01/2024", "1/8/2024", "01/08/2024 10:00", "", "2024"})
  void makesNoOtherTimeOfWhatIsWrittenOtherwise(String text) {
    TimestampPattern pattern = new TimestampPattern("MM/dd/yyyy");

    assertThatThrownBy(() -> TimestampPattern.read(text, pattern.formatter()))
        .isInstanceOf(DateTimeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mm/dd/yyyy",
        "MM/dd/yyyy hh:mm",
        "MM/yyyy",
        "HH:mm",
        "YYYY-MM-dd",
        "MM/dd/yyyy 'at",
        "nonsense",
        ""
      })
  void refusesAPatternThatWouldLoseAPart(String letters) {
    assertThatThrownBy(() -> new TimestampPattern(letters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Naming how timestamps are written: expected a pattern of a day, such as MMMM d yyyy or"
                + " MM/dd/yyyy HH:mm:ss, found "
                + letters
                + " (")
        .hasMessageEndingWith(
            "). yyyy is the year, MM the month, dd the day, HH the hour, hh with a one of AM and PM, mm"
                + " the minute.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dd.MM.yyyy", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "MMM d, yyyy h:mm:ss a z"})
  void takesAPatternThatLosesNothing(String letters) {
    assertThatCode(() -> new TimestampPattern(letters)).doesNotThrowAnyException();
  }
}
