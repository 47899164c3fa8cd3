package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.RecordFormat.TimestampUnit;
import io.undertone.operator.settings.RecordFormat.Value;
import io.undertone.operator.settings.ReviewLimits;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What mongoexport writes is read by a replay's own rules as by the graph's parser. */
class MongoRowsTest {

  private static final String ID = "\"_id\":{\"$oid\":\"5f0c\"}";

  @Test
  void readsUserAndTime() {
    String json =
        "{%s,\"user_id\":{\"$numberLong\":\"77\"},\"text\":\"t\",\"timestamp\":{\"$date\":{\"$numberLong\":\"1704691163484\"}}}"
            .formatted(ID);
    DatasetRow row = read(json);

    assertThat(row.user()).isEqualTo("77");
    assertThat(row.timestamp()).isEqualTo(1_704_691_163_484L);
    assertThat(row.value()).isEqualTo(json.getBytes(UTF_8));
  }

  @Test
  void aRowWithoutAUserIsOneOfItsOwnById() {
    DatasetRow row = read("{%s,\"text\":\"t\"}".formatted(ID));

    assertThat(row.user()).isEqualTo("5f0c");
    assertThat(new String(requireNonNull(row.value()), UTF_8))
        .isEqualTo("{%s,\"text\":\"t\",\"user_id\":\"5f0c\"}".formatted(ID));
  }

  @Test
  void makesALabelOfARating() {
    DatasetRow row = read("{%s,\"text\":\"t\",\"rating\":{\"$numberInt\":\"4\"}}".formatted(ID));

    assertThat(new String(requireNonNull(row.value()), UTF_8)).contains("\"label\":\"positive\"");
  }

  @Test
  void forgetsAUserAtATime() {
    DatasetRow row =
        read(
            "{\"user_id\":{\"$oid\":\"7a\"},\"forget\":true,\"timestamp\":{\"$date\":\"2024-01-08T05:19:23.484Z\"}}");

    assertThat(row.user()).isEqualTo("7a");
    assertThat(row.timestamp()).isEqualTo(1_704_691_163_484L);
    assertThat(row.value()).isNull();
  }

  private static DatasetRow read(String json) {
    RecordFormat format =
        new RecordFormat(
            Map.of("review_id", "_id"), TimestampUnit.MS, Value.JSON, RecordFormat.Key.JSON);
    DatasetReader reader =
        new DatasetReader(ReviewLimits.defaults().forDataset(), format, Labelling.byRating(4));
    return (DatasetRow) requireNonNull(reader.read(json.getBytes(UTF_8), 0, "set.jsonl", 12));
  }
}
