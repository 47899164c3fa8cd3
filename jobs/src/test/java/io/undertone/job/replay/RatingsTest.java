package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.ReviewLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted of ratings, so that a threshold of another scale shows. */
class RatingsTest {

  private final Labelling fromFour = Labelling.byRating(4);

  @Test
  void showsThatAThresholdIsOfAnotherScale() {
    assertThat(read(fromFour, "0", "0.25", "'1.0'").labels(4))
        .isEqualTo(
            "Labels by --positive-rating 4: 0 positive, 3 negative. The ratings go from 0 to 1.");
    assertThat(read(Labelling.byRating(0.5), "1", "90", "100").labels(0.5))
        .isEqualTo(
            "Labels by --positive-rating 0.5: 3 positive, 0 negative. The ratings go from 1 to 100.");
  }

  @Test
  void knowsTheRangeWhereNoOptionMakesLabelsOfThem() {
    Ratings ratings = read(Labelling.asWritten(), "-3", "2.5", "'x'", "null", "1e300");
    assertThat(ratings.range()).isEqualTo("from -3 to 1.0E300");
    assertThat(ratings.numbers()).isEqualTo(3);
  }

  @Test
  void callsWhatIsNoNumberByItsKind() {
    assertThat(read(fromFour, "{'stars':5}", "[5]", "true", "'4,5'", "''", "null").unreadable())
        .extracting(ValueCounts::mostFrequent)
        .isEqualTo(List.of("4,5", "an array", "an object", "true"));
  }

  @Test
  void countsNoRatingOfARowThatIsRejected() {
    DatasetReader reader = reader(fromFour);
    reader.read("{\"rating\":9,\"user_id\":\"\"}".getBytes(UTF_8), 0, "set.jsonl", 1);

    assertThat(reader.counts().ratings().numbers()).isZero();
    assertThat(reader.counts().withoutUser()).isZero();
  }

  private static Ratings read(Labelling labelling, String... ratings) {
    DatasetReader reader = reader(labelling);
    for (String rating : ratings) {
      String row = "{'text':'t','rating':%s}".formatted(rating).replace('\'', '"');
      reader.read(row.getBytes(UTF_8), 0, "set.jsonl", 1);
    }
    return reader.counts().ratings();
  }

  private static DatasetReader reader(Labelling labelling) {
    return new DatasetReader(
        ReviewLimits.defaults().forDataset(), RecordFormat.defaults(), labelling);
  }
}
