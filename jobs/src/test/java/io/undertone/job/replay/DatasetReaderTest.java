package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rows' rules of a replay. */
class DatasetReaderTest {

  private static final DatasetReader AS_IT_IS = new DatasetReader(null);
  private static final DatasetReader FROM_FOUR_STARS = new DatasetReader(4.0);

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
    assertThat(read("{\"timestamp\":\"2024-01-05T13:52:14Z\"}").timestamp())
        .isEqualTo(1704462734000L);
    assertThat(read("{\"timestamp\":\"2024-01-05T14:52:14+01:00\"}").timestamp())
        .isEqualTo(1704462734000L);
    assertThat(read("{\"timestamp\":\"2024-01-05 13:52:14\"}").timestamp())
        .isEqualTo(1704462734000L);
    assertThat(read("{\"timestamp\":\"2024-01-05\"}").timestamp()).isEqualTo(1704412800000L);
    assertThat(read("{\"timestamp\":\"yesterday\"}").timestamp()).isZero();
    assertThat(read("{\"timestamp\":\"+999999999-01-01T00:00:00Z\"}").timestamp()).isZero();
    assertThat(read("{\"timestamp\":1704462734000.5}").timestamp()).isZero();
    assertThat(read("{}").timestamp()).isZero();
  }

  @Test
  void makesATombstoneOfARowThatForgets() {
    DatasetRow row = read("{\"user_id\":\"ann\",\"forget\":true,\"timestamp\":9}");

    assertThat(row.user()).isEqualTo("ann");
    assertThat(row.value()).isNull();
    assertThat(row.timestamp()).isEqualTo(9);
  }

  @Test
  void forgetsNobodyWhereNobodyIsNamed() {
    assertThat(value(read("{\"forget\":true}"))).isEqualTo("{\"forget\":true}");
    assertThat(value(read("{\"forget\":true,\"user_id\":7}")))
        .isEqualTo("{\"forget\":true,\"user_id\":7}");
  }

  @Test
  void relabelsByRating() {
    assertThat(value(FROM_FOUR_STARS, rated("4"))).contains("\"label\":\"positive\"");
    assertThat(value(FROM_FOUR_STARS, rated("3.5"))).contains("\"label\":\"negative\"");
    assertThat(value(FROM_FOUR_STARS, rated("null"))).doesNotContain("label");
  }

  @Test
  void handsOnWhatItCannotRead() {
    assertThat(value(read("{\"text\":"))).isEqualTo("{\"text\":");
    assertThat(value(read("[1]"))).isEqualTo("[1]");
    byte[] latin = "{\"text\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    DatasetRow row = requireNonNull(AS_IT_IS.read(latin, 0, "set.jsonl", 12));
    assertThat(row.value()).isEqualTo(latin);
  }

  @Test
  void passesOverBlankLines() {
    assertThat(AS_IT_IS.read(" \t".getBytes(UTF_8), 0, "set.jsonl", 12)).isNull();
  }

  private static String rated(String rating) {
    return "{\"review_id\":\"r\",\"user_id\":\"u\",\"text\":\"t\",\"label\":\"neutral\",\"rating\":"
        + rating
        + "}";
  }

  private static DatasetRow read(String line) {
    return requireNonNull(AS_IT_IS.read(line.getBytes(UTF_8), 0, "set.jsonl", 12));
  }

  private static String value(DatasetReader reader, String line) {
    return value(requireNonNull(reader.read(line.getBytes(UTF_8), 0, "set.jsonl", 12)));
  }

  private static String value(DatasetRow row) {
    byte @Nullable [] value = row.value();
    return new String(requireNonNull(value), UTF_8);
  }
}
