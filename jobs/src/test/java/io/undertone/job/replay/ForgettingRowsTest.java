package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.dataset.RowFault;
import io.undertone.job.replay.DatasetRow.Time;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.RecordFormat.Value;
import io.undertone.operator.settings.ReviewLimits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that forget a user, and those that seem to. */
class ForgettingRowsTest {

  private static final DatasetReader READER =
      new DatasetReader(
          ReviewLimits.defaults().forDataset(), RecordFormat.defaults(), Labelling.asWritten());

  @Test
  void makesATombstoneOfARowThatForgets() {
    DatasetRow row = read("{\"user_id\":\"ann\",\"forget\":true,\"timestamp\":9}");

    assertThat(row.user()).isEqualTo("ann");
    assertThat(row.value()).isNull();
    assertThat(row.timestamp()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1", "1.0", "\"true\"", "\"True\"", "\" TRUE \"", "\"1\""})
  void forgetsWhateverWayTrueIsWritten(String forget) {
    DatasetRow row = read("{\"user_id\":\"ann\",\"text\":\"t\",\"forget\":" + forget + "}");

    assertThat(row.user()).isEqualTo("ann");
    assertThat(row.value()).isNull();
  }

  @Test
  void saysThatTheTextOfARowThatForgetsIsNotRead() {
    DatasetReader reader =
        new DatasetReader(
            ReviewLimits.defaults().forDataset(), RecordFormat.defaults(), Labelling.asWritten());
    reader.read("{\"user_id\":\"ann\",\"forget\":true}".getBytes(UTF_8), 0, "set.jsonl", 1);
    reader.read("{\"text\":\"t\",\"forget\":false}".getBytes(UTF_8), 0, "set.jsonl", 2);
    for (String row :
        List.of(
            "{\"user_id\":\"ann\",\"forget\":true,\"text\":null}",
            "{\"user_id\":\"ann\",\"forget\":true,\"text\":\"\"}",
            "{\"text\":\"t\",\"forget\":true}",
            "{\"user_id\":\"ann\",\"text\":\"t\",\"forget\":true,\"forget\":true}")) {
      reader.read(row.getBytes(UTF_8), 0, "set.jsonl", 2);
    }
    assertThat(reader.counts().textsUnread()).isNull();

    reader.read("{\"text\":\"t\",\"user_id\":7,\"forget\":1}".getBytes(UTF_8), 0, "set.jsonl", 3);
    assertThat(reader.counts().textsUnread())
        .isEqualTo(
            "Rows that forget their user, and whose text is not read: 1. Write a review as a row of"
                + " its own.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "0", "null", "\"\"", "\"False\"", "\"0\""})
  void takesOtherRowsForReviews(String forget) {
    String line =
        "{\"user_id\":\"ann\",\"review_id\":\"r\",\"text\":\"t\",\"forget\":" + forget + "}";
    assertThat(value(read(line))).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"yes\"", "2", "\"please\"", "[true]", "{}"})
  void refusesAForgetThatSaysNeither(String forget) {
    assertThat(refused("{\"user_id\":\"ann\",\"text\":\"t\",\"forget\":" + forget + "}"))
        .isEqualTo(
            "forget_unreadable: forget says neither true nor false: write true to forget the user,"
                + " and leave it out of a review");
  }

  @Test
  void forgetsNobodyByARowThatMayMeanTwoThings() {
    assertThat(refused("{\"user_id\":\"ann\",\"forget\":false,\"forget\":true}"))
        .isEqualTo("forget_unreadable: forget is there twice: write it once");
    for (String row :
        List.of(
            "{\"user_id\":\"ann\",\"user_id\":\"bob\",\"forget\":true}",
            "{\"user_id\":\"ann\",\"timestamp\":1,\"timestamp\":2,\"forget\":true}",
            "{\"user_id\":\"ann\",\"timestamp\":\"soon\",\"forget\":true}",
            "{\"user_id\":\"ann\",\"timestamp\":[],\"forget\":true}")) {
      assertThat(read(row).time()).isEqualTo(Time.MOOT);
      assertThat(value(read(row))).as("left to the graph, which rejects it").isEqualTo(row);
    }
    assertThat(read("{\"user_id\":\"ann\",\"timestamp\":null,\"forget\":true}").value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "null", "true", "1.5", "[7]", "\"\\ud83d\""})
  void forgetsNobodyWhereNobodyIsNamed(String user) {
    String row = "{\"forget\":true,\"user_id\":" + user + "}";
    assertThat(value(read(row))).isEqualTo(row);
    assertThat(value(read("{\"forget\":true}"))).isEqualTo("{\"forget\":true}");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"2024-01-05T13:52:14Z\"', 1704462734000, OWN",
    "20240108, 20240108, OWN",
    "'\"20240108\"', 0, MOOT",
    "null, 0, MISSING",
  })
  void readsTheTimeOfARowThatForgetsAsThatOfAReview(String written, long timestamp, Time time) {
    for (String rest : List.of("\"forget\":true", "\"text\":\"t\"")) {
      DatasetRow row = read("{\"user_id\":\"ann\",\"timestamp\":" + written + "," + rest + "}");
      assertThat(row.timestamp()).isEqualTo(timestamp);
      assertThat(row.time()).isEqualTo(time);
    }
  }

  @Test
  void forgetsAUserWhoseIdIsAnInteger() {
    DatasetRow row = read("{\"forget\":true,\"user_id\":7}");

    assertThat(row.user()).isEqualTo("7");
    assertThat(row.value()).isNull();
  }

  @Test
  void aFlattenedRowThatIsDeletedForgetsItsUserAsInTheGraph() {
    DatasetRow row = read("{\"user_id\":\"ann\",\"text\":\"t\",\"__deleted\":\"true\"}");
    assertThat(row.user()).isEqualTo("ann");
    assertThat(row.value()).isNull();

    String written =
        "{\"review_id\":\"r\",\"user_id\":\"ann\",\"text\":\"t\",\"__deleted\":\"false\"}";
    assertThat(value(read(written))).isEqualTo(written);

    String nobodys = "{\"review_id\":\"r\",\"text\":\"t\",\"__deleted\":\"true\"}";
    assertThat(read(nobodys).time()).isEqualTo(Time.MOOT);
    assertThat(value(read(nobodys))).isEqualTo(nobodys);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "rating"})
  void refusesThatAFieldIsNamedAsWhatForgets(String field) {
    RecordFormat format =
        new RecordFormat(
            Map.of(field, "forget"), TimestampUnit.MS, Value.JSON, RecordFormat.Key.JSON);

    assertThatThrownBy(
            () -> new DatasetReader(ReviewLimits.defaults(), format, Labelling.asWritten()))
        .hasMessage(
            "Naming the fields of a data set: expected other names than forget, by which a row"
                + " forgets its user, found it in --fields. Give that column another name, in the"
                + " file too.");
  }

  private static DatasetRow read(String line) {
    return (DatasetRow) requireNonNull(READER.read(line.getBytes(UTF_8), 0, "set.jsonl", 12));
  }

  private static String refused(String line) {
    RowFault fault =
        ((ReadRow.Refused) requireNonNull(READER.read(line.getBytes(UTF_8), 0, "set.jsonl", 12)))
            .fault();
    return fault.reason() + ": " + fault.detail();
  }

  private static String value(DatasetRow row) {
    byte @Nullable [] value = row.value();
    return new String(requireNonNull(value), UTF_8);
  }
}
