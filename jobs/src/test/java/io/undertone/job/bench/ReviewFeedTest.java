package io.undertone.job.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ReviewFeedTest {

  @Test
  void findsTheNumberOfTheReviewInItsResult() {
    byte[] json = "{\"review_id\":\"40961\",\"user_id\":\"7\"}".getBytes(UTF_8);

    assertThat(ReviewFeed.number(new ConsumerRecord<>("sentiments", 0, 0, new byte[0], json)))
        .isEqualTo(40961);
  }
}
