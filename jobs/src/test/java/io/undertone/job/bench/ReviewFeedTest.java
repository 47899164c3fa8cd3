package io.undertone.job.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import io.undertone.model.Bundle;
import io.undertone.operator.settings.ReviewLimits;
import io.undertone.operator.settings.SentimentSettings;
import io.undertone.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ReviewFeedTest {

  @Test
  void findsTheNumberOfTheReviewInItsResult() {
    byte[] json = "{\"review_id\":\"40961\",\"user_id\":\"7\"}".getBytes(UTF_8);

    assertThat(ReviewFeed.number(new ConsumerRecord<>("sentiments", 0, 0, new byte[0], json)))
        .isEqualTo(40961);
  }

  @Test
  void refusesTextsThatTheJobWouldRejectBeforeAnythingIsMeasured() {
    SentimentSettings settings =
        SentimentSettings.defaults().with(new ReviewLimits(500, 256, false));

    assertThatThrownBy(() -> ReviewFeed.requireTaken(sample(), settings))
        .isInstanceOf(JobException.class)
        .hasMessageMatching(
            "Feeding the pipeline with 4096 texts: expected texts that the job takes, found \\d+ that"
                + " it would reject, the first for text_too_long \\(text of \\d+ bytes, at most 500"
                + " are taken: shorten it, or raise --text-bytes-max\\)\\. Do so, or measure other"
                + " --rows than pipeline and pipeline-half\\.");
  }

  @Test
  void takesTextsThatTheJobTakes() {
    assertThatCode(() -> ReviewFeed.requireTaken(sample(), SentimentSettings.defaults()))
        .doesNotThrowAnyException();
  }

  private static Workload sample() {
    Path bundle = Path.of("../models/bundles/reviews-en-rnn");
    return Workload.of(List.of(), Tokenizer.of(Bundle.open(bundle)), 8);
  }
}
