package io.undertone.operator.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.ReviewLimits;
import io.undertone.operator.settings.TimestampPattern;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A pattern comes first, for texts alone; what it does not read is read as without it. */
class TimestampReaderTest {

  private static final OptionalLong EIGHTH =
      OptionalLong.of(Instant.parse("2024-01-08T00:00:00Z").toEpochMilli());

  private final TimestampReader plain = new TimestampReader(RecordFormat.defaults());
  private final TimestampReader digits = of("yyyyMMdd");

  @Test
  void readsByThePatternWhatCouldOtherwiseMeanTwoTimes() {
    assertThat(plain.ofText("20240108")).isEmpty();
    assertThat(digits.ofText("20240108")).isEqualTo(EIGHTH);
    assertThat(of("MM/dd/yyyy").ofText("01/08/2024")).isEqualTo(EIGHTH);
  }

  @Test
  void saysOfATextThatThePatternDoesNotFit() {
    RecordFormat format = RecordFormat.defaults().with(new TimestampPattern("MMMM dd, yyyy"));
    ParsedRecord read =
        new RecordReader(ReviewLimits.defaults(), format)
            .read(
                Records.of(
                    null,
                    "{'review_id':'r','user_id':'u','text':'t','timestamp':'January 5, 2024'}"));
    assertThat(Records.told(read))
        .isEqualTo(
            "timestamp_unreadable: timestamp is a text of 15 characters that --timestamp-format"
                + " does not fit: name another form (there dd and MM take two digits, d and M one"
                + " or two), or mend it");
  }

  @Test
  void readsOtherTextsAsWithoutAPattern() {
    assertThat(digits.ofText("2024-01-08")).isEqualTo(EIGHTH);
    assertThat(digits.ofText("1704672000000")).isEqualTo(EIGHTH);
    assertThat(digits.ofText("20240230")).isEmpty();
    assertThat(digits.ofText("x".repeat(Timestamps.CHARACTERS_MAX + 1))).isEmpty();
  }

  @Test
  void readsNumbersByAPatternOfDigitsAndCountsOthersInTheUnit() throws IOException {
    assertThat(digits.ofNumber("20240108")).isEqualTo(EIGHTH);
    assertThat(ofJson(digits, "20240108")).isEqualTo(EIGHTH);
    assertThat(ofJson(digits, "1704691163484")).hasValue(1_704_691_163_484L);
    assertThat(ofJson(digits, "1.704691163484e12")).hasValue(1_704_691_163_484L);
    assertThat(ofJson(digits, "20240230")).isEmpty();
    assertThat(plain.ofNumber("20240108")).hasValue(20_240_108);
    assertThat(ofJson(digits, "\"20240108\"")).isEqualTo(EIGHTH);
    assertThat(ofJson(digits, "true")).isEmpty();
  }

  @Test
  void countsNoDigitsThatArePerhapsADateInThePattern() throws IOException {
    TimestampReader german = of("ddMMyyyy");
    for (String noDay : List.of("31022024", "31132024", "3022024", "20240231", "0")) {
      assertThat(german.ofText(noDay)).as(noDay).isEmpty();
      assertThat(ofJson(german, noDay)).as(noDay).isEmpty();
    }
    assertThat(german.ofText("08012024")).isEqualTo(EIGHTH);
    assertThat(of("yyMMdd").ofText("20240108")).as("of eight digits, not six").isEmpty();
    assertThat(german.ofText("1704672000")).as("more digits").hasValue(1_704_672_000L);
    assertThat(of("dd.MM.yyyy").ofText("31022024")).as("a pattern with points").isPresent();
  }

  @Test
  void takesNoNumberThatIsNoDayForACountBesideAPatternOfDigits() throws IOException {
    assertThat(digits.ofText("20240108.0")).as("of a column with gaps").isEqualTo(EIGHTH);
    assertThat(ofJson(digits, "20240108.0")).isEqualTo(EIGHTH);
    for (String noDay : List.of("20240108.5", "2.0240108E7", "-20240108", "20241301.0")) {
      assertThat(digits.ofText(noDay)).as(noDay).isEmpty();
      assertThat(ofJson(digits, noDay)).as(noDay).isEmpty();
    }
    assertThat(digits.ofText("1704672000000.0")).as("milliseconds").isEqualTo(EIGHTH);
  }

  @Test
  void readsATimeBetweenBlanks() {
    for (String eighth : List.of(" 2024-01-08", "2024-01-08T00:00Z ", "\t1704672000000 ")) {
      assertThat(plain.ofText(eighth)).isEqualTo(EIGHTH);
      assertThat(digits.ofText(eighth)).isEqualTo(EIGHTH);
    }
    assertThat(digits.ofText(" 20240108 ")).isEqualTo(EIGHTH);
    assertThat(of("ppd.MM.yyyy").ofText(" 8.01.2024")).as("padded").isEqualTo(EIGHTH);
    assertThat(plain.ofText(" ")).isEmpty();
  }

  @Test
  void takesNoYearBeyondThoseThatAreTaken() {
    assertThat(of("dd.MM.uuuuu").ofText("01.01.10000")).isEmpty();
    assertThat(of("dd.MM.uuuuu").ofText("31.12.09999"))
        .hasValue(Instant.parse("9999-12-31T00:00:00Z").toEpochMilli());
  }

  private static TimestampReader of(String letters) {
    return new TimestampReader(RecordFormat.defaults().with(new TimestampPattern(letters)));
  }

  private static OptionalLong ofJson(TimestampReader reader, String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      return reader.of(FieldValue.read(parser));
    }
  }
}
