package io.undertone.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.Explanation;
import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.event.TextPieces;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentimentJsonTest {

  private static final SentimentJson WITH_LABELS =
      new SentimentJson(List.of("negative", "positive"));

  private static final Origin ORIGIN = new Origin("r", "u", 1, null);

  @Test
  void writesTheSurpriseOfALanguageModel() {
    SentimentJson json = new SentimentJson(List.of());

    assertThat(written(json, new Sentiment(ORIGIN, new Surprise(1.5), 2, 7, true, "m@1")))
        .isEqualTo(
            "{\"review_id\":\"r\",\"user_id\":\"u\",\"timestamp\":1,\"surprise\":1.5,"
                + "\"remembered\":2,\"tokens\":7,\"truncated\":true,\"model\":\"m@1\"}");
    assertThat(written(json, new Sentiment(ORIGIN, new Surprise(null), 2, 0, false, "m@1")))
        .contains("\"surprise\":null");
  }

  @Test
  void writesTheExplanationLast() {
    TextPieces pieces = new TextPieces("not 好", new int[] {3, 5}, new int[] {1, 4});
    Explanation explanation = new Explanation(pieces, List.of(0.5, 0.25));
    Labelled negative = new Labelled("negative", 0.75, List.of(0.75, 0.25), explanation);

    assertThat(written(WITH_LABELS, new Sentiment(ORIGIN, negative, 0, 5, false, "m@1")))
        .endsWith(
            "\"model\":\"m@1\",\"explanation\":["
                + "{\"start\":0,\"end\":3,\"text\":\"not\",\"positive\":0.5},"
                + "{\"start\":3,\"end\":5,\"text\":\" 好\",\"positive\":0.25}]}");
  }

  @Test
  void writesAResultAsItTravels() {
    Origin origin = new Origin("r-1", "änn\n", 1704462734000L, "negative");
    Labelled positive = new Labelled("positive", 0.75, List.of(0.25, 0.75), null);
    var sentiment = new Sentiment(origin, positive, 3, 12, false, "reviews-en-lstm@1");

    assertThat(written(WITH_LABELS, sentiment))
        .isEqualTo(
            "{\"review_id\":\"r-1\",\"user_id\":\"änn\\n\",\"timestamp\":1704462734000,"
                + "\"label\":\"positive\",\"score\":0.75,"
                + "\"probabilities\":{\"negative\":0.25,\"positive\":0.75},\"remembered\":3,"
                + "\"tokens\":12,\"truncated\":false,\"model\":\"reviews-en-lstm@1\"}");
  }

  private static String written(SentimentJson json, Sentiment sentiment) {
    return new String(json.write(sentiment), UTF_8);
  }
}
