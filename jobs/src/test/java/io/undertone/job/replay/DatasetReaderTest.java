package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.dataset.RowFault;
import io.undertone.job.replay.DatasetRow.Time;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.RecordFormat.Value;
import io.undertone.operator.settings.ReviewLimits;
import io.undertone.operator.settings.TimestampPattern;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows' rules of a replay. */
class DatasetReaderTest {

  private static final DatasetReader AS_IT_IS =
      new DatasetReader(
          ReviewLimits.defaults().forDataset(), RecordFormat.defaults(), Labelling.asWritten());

  @Test
  void keepsAWholeRowByteForByte() {
    String line =
        "{\"review_id\":\"r\", \"user_id\":\"ann\",\"text\":\"é\",\"timestamp\":5,\"seq\":2}";
    DatasetRow row = read(line);

    assertThat(row.user()).isEqualTo("ann");
    assertThat(row.timestamp()).isEqualTo(5);
    assertThat(row.seq()).isEqualTo(2);
    assertThat(value(row)).isEqualTo(line);
  }

  @Test
  void namesAReviewByFileAndLine() {
    assertThat(value(read("{\"user_id\":\"ann\",\"text\":\"t\"}")))
        .isEqualTo("{\"user_id\":\"ann\",\"text\":\"t\",\"review_id\":\"set.jsonl:12\"}");
  }

  @Test
  void fillsInARowThatHasNothing() {
    assertThat(value(read("{}")))
        .isEqualTo("{\"review_id\":\"set.jsonl:12\",\"user_id\":\"set.jsonl:12\"}");
  }

  @Test
  void takesANumberThatIsTooLongForNone() {
    for (String seq :
        List.of("\"" + "9".repeat(1001) + "\"", "1e-999999999", "\"1e99999999999\"")) {
      assertThat(read("{\"text\":\"t\",\"seq\":" + seq + "}").seq()).isNull();
    }
  }

  @Test
  void keepsHalfASurrogatePairWhenItFillsARowIn() {
    assertThat(value(read("{\"user_id\":\"ann\",\"text\":\"\\ud83d!\"}")))
        .isEqualToIgnoringCase(
            "{\"user_id\":\"ann\",\"text\":\"\\ud83d!\",\"review_id\":\"set.jsonl:12\"}");
  }

  @Test
  void makesARowWithoutAUserAUserOfItsOwn() {
    DatasetRow row = read("{\"review_id\":\"r\",\"text\":\"t\",\"user_id\":null}");

    assertThat(row.user()).isEqualTo("r");
    assertThat(value(row)).isEqualTo("{\"review_id\":\"r\",\"text\":\"t\",\"user_id\":\"r\"}");
  }

  @Test
  void readsTimesAsTheParserDoes() {
    for (String noon :
        List.of(
            "\"2024-01-05T13:52:14Z\"",
            "\"2024-01-05T14:52:14+01:00\"",
            "\"2024-01-05 13:52:14\"",
            "1704462734000.0")) {
      DatasetRow row = read("{\"text\":\"t\",\"timestamp\":" + noon + "}");
      assertThat(row.timestamp()).isEqualTo(1704462734000L);
      assertThat(row.time()).isEqualTo(Time.OWN);
    }
    for (String none : List.of("\"yesterday\"", "\"+999999999-01-01T00:00:00Z\"", "5.5")) {
      assertThat(read("{\"text\":\"t\",\"timestamp\":" + none + "}").time()).isEqualTo(Time.MOOT);
    }
  }

  @Test
  void readsARowAsTheGraphDoesWhateverStandsBesideIt() {
    for (String beside :
        List.of("\"x\":1,\"x\":2", "\"x\":{\"a\":1,\"a\":2}", "\"x\":1e99999999999")) {
      String line =
          "{\"review_id\":\"r\",\"user_id\":\"ann\",\"text\":\"t\",\"timestamp\":5," + beside + "}";
      DatasetRow row = read(line);
      assertThat(row.user()).isEqualTo("ann");
      assertThat(row.time()).isEqualTo(Time.OWN);
      assertThat(value(row)).isEqualTo(line);
    }
    String twice = "{\"user_id\":\"ann\",\"text\":\"t\",\"text\":\"u\"}";
    assertThat(read(twice).time()).isEqualTo(Time.MOOT);
    assertThat(value(read(twice))).isEqualTo(twice);
  }

  @Test
  void readsFieldsByTheNamesThatTheyHave() {
    DatasetReader mapped =
        new DatasetReader(
            ReviewLimits.defaults().forDataset(),
            new RecordFormat(
                Map.of(
                    "review_id",
                    "id",
                    "user_id",
                    "who",
                    "timestamp",
                    "at",
                    "seq",
                    "n",
                    "label",
                    "gold",
                    "rating",
                    "stars",
                    "text",
                    "words"),
                TimestampUnit.S,
                new TimestampPattern("MMMM d yyyy"),
                Value.JSON,
                RecordFormat.Key.TEXT),
            Labelling.byRating(4));
    DatasetRow row = read(mapped, "{\"at\":5,\"n\":2,\"who\":\"ann\",\"words\":\"t\",\"stars\":5}");

    assertThat(row.user()).isEqualTo("ann");
    assertThat(row.timestamp()).isEqualTo(5000);
    assertThat(row.time()).isEqualTo(Time.OWN);
    assertThat(row.seq()).isEqualTo(2);
    assertThat(value(row))
        .isEqualTo(
            "{\"at\":5,\"n\":2,\"who\":\"ann\",\"words\":\"t\",\"stars\":5,"
                + "\"id\":\"set.jsonl:12\",\"gold\":\"positive\"}");
    assertThat(read(mapped, "{\"who\":\"ann\",\"forget\":true}").value()).isNull();
    assertThat(read(mapped, "{\"who\":\"ann\",\"words\":\"t\",\"at\":\"October 12 2016\"}"))
        .extracting(DatasetRow::timestamp)
        .isEqualTo(Instant.parse("2016-10-12T00:00:00Z").toEpochMilli());
    assertThat(value(read(mapped, "{\"user_id\":\"ann\",\"forget\":true}"))).contains("forget");
  }

  @Test
  void takesNoTimeFromARowThatWillBeRejected() {
    assertThat(read("{\"timestamp\":5,\"text\":\"t\"}").time()).isEqualTo(Time.OWN);
    assertThat(read("{\"text\":\"t\"}").time()).isEqualTo(Time.MISSING);
    assertThat(read("{\"timestamp\":null,\"text\":\"t\"}").time()).isEqualTo(Time.MISSING);
    assertThat(read("{\"timestamp\":\"yesterday\",\"text\":\"t\"}").time()).isEqualTo(Time.MOOT);
    assertThat(read("{\"timestamp\":5}").time()).isEqualTo(Time.MOOT);
    assertThat(read("{\"timestamp\":5,\"text\":\"" + "t".repeat(70_000) + "\"}").time())
        .isEqualTo(Time.MOOT);
    assertThat(
            read("{\"timestamp\":5,\"text\":\"t\",\"user_id\":\"" + "u".repeat(300) + "\"}").time())
        .isEqualTo(Time.MOOT);
    assertThat(read("{\"timestamp\":").time()).isEqualTo(Time.MOOT);
    assertThat(read("{\"user_id\":\"ann\",\"forget\":true,\"timestamp\":5}").time())
        .isEqualTo(Time.OWN);
  }

  @Test
  void namesTheFieldsOfARow() {
    assertThat(AS_IT_IS.fieldsOf("{\"overall\":5,\"asin\":\"B\"}".getBytes(UTF_8)))
        .containsExactly("overall", "asin");
    assertThat(AS_IT_IS.fieldsOf("{\"overall\":".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void handsOnWhatItCannotRead() {
    assertThat(value(read("{\"text\":"))).isEqualTo("{\"text\":");
    assertThat(value(read("[1]"))).isEqualTo("[1]");
    byte[] latin = "{\"text\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    DatasetRow row = (DatasetRow) requireNonNull(AS_IT_IS.read(latin, 0, "set.jsonl", 12));
    assertThat(row.value()).isEqualTo(latin);
  }

  @Test
  void readsAllOfARowBehindAByteOrderMark() {
    String line = "{\"user_id\":\"ann\",\"text\":\"t\",\"seq\":2}";
    DatasetRow row = read("\uFEFF" + line);

    assertThat(row.seq()).isEqualTo(2);
    assertThat(value(row)).isEqualTo(line.replace("}", ",\"review_id\":\"set.jsonl:12\"}"));
    assertThat(read("\uFEFF{\"user_id\":\"ann\",\"forget\":true}").value()).isNull();
    assertThat(AS_IT_IS.fieldsOf(("\uFEFF" + line).getBytes(UTF_8))).contains("seq");
    assertThat(AS_IT_IS.read("\uFEFF ".getBytes(UTF_8), 0, "set.jsonl", 12)).isNull();
    assertThat(AS_IT_IS.read("\uFEFF".getBytes(UTF_8), 0, "set.jsonl", 12)).isNull();
  }

  @Test
  void takesAnEmptyIdForNone() {
    assertThat(value(read("{\"review_id\":\"\",\"text\":\"t\"}")))
        .isEqualTo("{\"review_id\":\"set.jsonl:12\",\"text\":\"t\",\"user_id\":\"set.jsonl:12\"}");
    assertThat(value(read("{\"user_id\":\"\",\"review_id\":\"r\",\"text\":\"t\"}")))
        .isEqualTo("{\"user_id\":\"r\",\"review_id\":\"r\",\"text\":\"t\"}");
  }

  @Test
  void takesABlankIdForNone() {
    assertThat(value(read("{\"review_id\":\" \",\"user_id\":\"\\t\",\"text\":\"t\"}")))
        .isEqualTo("{\"review_id\":\"set.jsonl:12\",\"user_id\":\"set.jsonl:12\",\"text\":\"t\"}");
    assertThat(value(read("{\"review_id\":\"\u00a0\",\"user_id\":\"\u200b\",\"text\":\"t\"}")))
        .isEqualTo("{\"review_id\":\"set.jsonl:12\",\"user_id\":\"set.jsonl:12\",\"text\":\"t\"}");
    assertThat(read("{\"user_id\":\" \",\"forget\":true}").time()).isEqualTo(Time.MOOT);
    assertThat(read("{\"user_id\":\"\uFEFF\",\"forget\":true}").time()).isEqualTo(Time.MOOT);
  }

  @Test
  void refusesAFieldOfAReplayThatIsThereTwice() {
    String seq = "{\"text\":\"t\",\"seq\":1,\"seq\":2}";
    String rating = "{\"text\":\"t\",\"rating\":1,\"rating\":5}";
    DatasetReader byRating =
        new DatasetReader(
            ReviewLimits.defaults().forDataset(), RecordFormat.defaults(), Labelling.byRating(4));

    assertThat(AS_IT_IS.read(seq.getBytes(UTF_8), 0, "set.jsonl", 12))
        .isEqualTo(twice("seq is there twice: write it once"));
    assertThat(byRating.read(rating.getBytes(UTF_8), 0, "set.jsonl", 12))
        .isEqualTo(twice("rating is there twice: write it once"));
    assertThat(read(rating).user()).as("nobody asked for ratings").isEqualTo("set.jsonl:12");
  }

  private static ReadRow.Refused twice(String detail) {
    return new ReadRow.Refused(new RowFault("field_repeated", detail));
  }

  @ParameterizedTest
  @CsvSource({
    "1e30, 9223372036854775807",
    "1e999999999, 9223372036854775807",
    "10000000000000000000000000000000000000000000000000, 9223372036854775807",
    "0.1000000000000000055511151231257827021181583404541015625, 0",
    "-1e30, -9223372036854775808",
    "99999999999999999999, 9223372036854775807",
    "1.5, 1",
    "-1.5, -2",
    "2.0, 2",
  })
  void keepsTheOrderOfASeqThatIsTooGreatOrAFraction(String seq, long read) {
    assertThat(read("{\"text\":\"t\",\"seq\":" + seq + "}").seq()).isEqualTo(read);
  }

  @Test
  void passesOverBlankLines() {
    assertThat(AS_IT_IS.read(" \t".getBytes(UTF_8), 0, "set.jsonl", 12)).isNull();
  }

  static DatasetRow read(String line) {
    return read(AS_IT_IS, line);
  }

  static DatasetRow read(DatasetReader reader, String line) {
    return (DatasetRow) requireNonNull(reader.read(line.getBytes(UTF_8), 0, "set.jsonl", 12));
  }

  static String value(DatasetRow row) {
    byte @Nullable [] value = row.value();
    return new String(requireNonNull(value), UTF_8);
  }
}
