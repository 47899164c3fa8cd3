package io.undertone.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentimentJsonTest {

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
