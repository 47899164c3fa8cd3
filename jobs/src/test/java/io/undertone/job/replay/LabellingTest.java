package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.ReviewLimits;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The label that a replay's row is given: as written, by its rating or by another name. */
class LabellingTest {

  private static final DatasetReader FROM_FOUR_STARS = reader(Labelling.byRating(4));

  @Test
  void relabelsByRating() {
    assertThat(value(FROM_FOUR_STARS, rated("4"))).contains("\"label\":\"positive\"");
    assertThat(value(FROM_FOUR_STARS, rated("3.5"))).contains("\"label\":\"negative\"");
    assertThat(value(FROM_FOUR_STARS, rated("null"))).contains("\"label\":null");
  }

  @Test
  void relabelsByARatingThatIsText() {
    assertThat(value(FROM_FOUR_STARS, rated("\"4\""))).contains("\"label\":\"positive\"");
    assertThat(value(FROM_FOUR_STARS, rated("\" 3.0 \""))).contains("\"label\":\"negative\"");
    assertThat(value(FROM_FOUR_STARS, rated("\"4f\""))).contains("\"label\":null");
    assertThat(value(FROM_FOUR_STARS, rated("\"NaN\""))).contains("\"label\":null");
    assertThat(value(FROM_FOUR_STARS, rated("\"\""))).contains("\"label\":null");
  }

  @Test
  void namesLabelsExactlyAsTheyAreWritten() {
    DatasetReader named =
        reader(Labelling.named(Map.of("1", "positive", "true", "positive", "neg", "negative")));

    assertThat(value(named, labelled("1"))).contains("\"label\":\"positive\"");
    assertThat(value(named, labelled("\"1\""))).contains("\"label\":\"positive\"");
    assertThat(value(named, labelled("true"))).contains("\"label\":\"positive\"");
    assertThat(value(named, labelled("\"neg\""))).contains("\"label\":\"negative\"");
    assertThat(value(named, labelled("1.0"))).contains("\"label\":\"1.0\"");
    assertThat(value(named, labelled("\"Neg\""))).contains("\"label\":\"Neg\"");
    assertThat(value(named, labelled("null"))).contains("\"label\":null");
    assertThat(value(named, labelled("\"\""))).as("as an empty cell").contains("\"label\":null");
    assertThat(value(named, labelled("[1]"))).contains("\"label\":[1]");
  }

  private static DatasetReader reader(Labelling labelling) {
    return new DatasetReader(
        ReviewLimits.defaults().forDataset(), RecordFormat.defaults(), labelling);
  }

  private static String rated(String rating) {
    return "{\"review_id\":\"r\",\"user_id\":\"u\",\"text\":\"t\",\"label\":\"neutral\",\"rating\":"
        + rating
        + "}";
  }

  private static String labelled(String label) {
    return "{\"review_id\":\"r\",\"user_id\":\"u\",\"text\":\"t\",\"label\":" + label + "}";
  }

  private static String value(DatasetReader reader, String line) {
    DatasetRow row =
        (DatasetRow) requireNonNull(reader.read(line.getBytes(UTF_8), 0, "set.jsonl", 12));
    return new String(requireNonNull(row.value()), UTF_8);
  }
}
