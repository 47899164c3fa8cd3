package io.undertone.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.Explanation;
import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.TextPieces;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentimentJsonTest {

  @Test
  void writesTheSurpriseOfALanguageModel() {
    Origin origin = new Origin("r", "u", 1, null);
    SentimentJson json = new SentimentJson(List.of());

    assertThat(new String(json.write(Sentiment.ofSurprise(origin, 1.5, 2, 7, true, "m@1")), UTF_8))
        .isEqualTo(
            "{\"review_id\":\"r\",\"user_id\":\"u\",\"timestamp\":1,\"surprise\":1.5,"
                + "\"remembered\":2,\"tokens\":7,\"truncated\":true,\"model\":\"m@1\"}");
    assertThat(
            new String(json.write(Sentiment.ofSurprise(origin, null, 2, 0, false, "m@1")), UTF_8))
        .contains("\"surprise\":null");
  }

  @Test
  void writesTheExplanationLast() {
    TextPieces pieces = new TextPieces("not 好", new int[] {3, 5}, new int[] {1, 4});
    Sentiment sentiment =
        new Sentiment(
            new Origin("r", "u", 1, null),
            "negative",
            0.75,
            new double[] {0.75, 0.25},
            0,
            5,
            false,
            "m@1",
            null,
            new Explanation(pieces, new double[] {0.5, 0.25}));

    String json =
        new String(new SentimentJson(List.of("negative", "positive")).write(sentiment), UTF_8);

    assertThat(json)
        .endsWith(
            "\"model\":\"m@1\",\"explanation\":["
                + "{\"start\":0,\"end\":3,\"text\":\"not\",\"positive\":0.5},"
                + "{\"start\":3,\"end\":5,\"text\":\" 好\",\"positive\":0.25}]}");
  }

  @Test
  void writesAResultAsItTravels() {
    Sentiment sentiment =
        new Sentiment(
            new Origin("r-1", "änn\n", 1704462734000L, "negative"),
            "positive",
            0.75,
            new double[] {0.25, 0.75},
            3,
            12,
            false,
            "reviews-en-lstm@1");

    String json =
        new String(new SentimentJson(List.of("negative", "positive")).write(sentiment), UTF_8);

    assertThat(json)
        .isEqualTo(
            "{\"review_id\":\"r-1\",\"user_id\":\"änn\\n\",\"timestamp\":1704462734000,"
                + "\"label\":\"positive\",\"score\":0.75,"
                + "\"probabilities\":{\"negative\":0.25,\"positive\":0.75},\"remembered\":3,"
                + "\"tokens\":12,\"truncated\":false,\"model\":\"reviews-en-lstm@1\"}");
  }
}
