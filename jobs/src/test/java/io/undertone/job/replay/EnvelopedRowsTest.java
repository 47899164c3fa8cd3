package io.undertone.job.replay;

import static io.undertone.job.replay.DatasetReaderTest.read;
import static io.undertone.job.replay.DatasetReaderTest.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.replay.DatasetRow.Time;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.RecordFormat.Value;
import io.undertone.operator.settings.ReviewLimits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows of a replay that stand in an envelope of Debezium's or Connect's. */
class EnvelopedRowsTest {

  @Test
  void looksIntoAnEnvelopeAndHandsItOnWhole() {
    DatasetReader debezium = enveloped(Value.DEBEZIUM);
    DatasetRow written =
        read(
            debezium,
            "{\"payload\":{\"op\":\"c\",\"after\":{\"user_id\":\"ann\",\"text\":\"t\"}}}");
    DatasetRow deleted =
        read(
            debezium,
            "{\"before\":{\"user_id\":\"ann\",\"timestamp\":5},\"after\":null,\"op\":\"d\"}");
    DatasetRow connected =
        read(
            enveloped(Value.CONNECT),
            "{\"schema\":{},\"payload\":{\"user_id\":\"bob\",\"text\":\"t\"}}");

    assertThat(written.user()).isEqualTo("ann");
    assertThat(value(written))
        .isEqualTo(
            "{\"payload\":{\"op\":\"c\",\"after\":{\"user_id\":\"ann\",\"text\":\"t\","
                + "\"review_id\":\"set.jsonl:12\"}}}");
    assertThat(deleted.user()).isEqualTo("ann");
    assertThat(deleted.value()).as("a row that forgets, not a review").isNull();
    assertThat(deleted.time()).isEqualTo(Time.MISSING);
    assertThat(connected.user()).isEqualTo("bob");
    assertThat(read(debezium, "{\"user_id\":\"ann\"}").time()).isEqualTo(Time.MOOT);
    for (String bare : List.of("{\"schema\":{},\"payload\":null}", "{\"user_id\":\"ann\"}")) {
      assertThat(value(read(enveloped(Value.CONNECT), bare))).isEqualTo(bare);
    }
  }

  @Test
  void leavesAnEnvelopeThatNobodyNamedAsItIs() {
    for (String wrapped :
        List.of(
            "{\"schema\":{},\"payload\":{\"text\":\"t\"}}",
            "{\"after\":{\"text\":\"t\"},\"op\":\"c\"}")) {
      assertThat(value(read(wrapped))).isEqualTo(wrapped);
    }
  }

  @Test
  void namesTheFieldsOfTheRowInside() {
    byte[] row = "{\"payload\":{\"a\":1}}".getBytes(UTF_8);

    assertThat(enveloped(Value.CONNECT).fieldsOf(row)).containsExactly("a");
  }

  private static DatasetReader enveloped(Value value) {
    return new DatasetReader(
        ReviewLimits.defaults().forDataset(),
        new RecordFormat(Map.of(), TimestampUnit.MS, value, RecordFormat.Key.TEXT),
        Labelling.asWritten());
  }
}
