package io.undertone.job.kafka;

import static io.undertone.job.kafka.TestReviews.sorted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live job on a real bundle, from topic to topic. */
class KafkaJobIT {

  private static final long SEED = 22;

  private static final List<String> REVIEWS = TestReviews.lines(4);

  /** What a run without failures commits. */
  private static List<ConsumerRecord<byte[], byte[]>> undisturbed = List.of();

  @TempDir Path folder;

  @BeforeAll
  static void runsOnceWithoutFailures() throws Exception {
    KafkaConfig kafka = TestKafka.config(2, true);
    TestKafka.send(kafka, TestReviews.records(kafka.reviews(), REVIEWS));
    TestJob.run(kafka, 2);
    undisturbed = TestKafka.committed(kafka, kafka.sentiments());
  }

  @Test
  void answersEachReviewOnceInTheOrderOfItsUser() {
    Map<String, List<String>> sent = new HashMap<>();
    for (String line : REVIEWS) {
      JsonNode review = TestReviews.parse(line);
      add(sent, review);
    }
    Map<String, List<String>> answered = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : undisturbed) {
      JsonNode result = TestReviews.parse(new String(record.value(), UTF_8));
      assertThat(new String(record.key(), UTF_8)).isEqualTo(result.path("user_id").asText());
      add(answered, result);
    }

    assertThat(answered).isEqualTo(sent);
  }

  @Test
  void aReplayOfTheSameReviewsSaysTheSame() throws Exception {
    List<String> shuffled = new ArrayList<>(REVIEWS);
    Collections.shuffle(shuffled, new Random(SEED));
    assertThat(TestReplay.of(shuffled, folder).stream().sorted())
        .containsExactlyElementsOf(sorted(undisturbed));
  }

  private static void add(Map<String, List<String>> byUser, JsonNode review) {
    byUser
        .computeIfAbsent(review.path("user_id").asText(), user -> new ArrayList<>())
        .add(review.path("review_id").asText());
  }
}
