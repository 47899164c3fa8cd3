package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Reviews that a shop sends in transactions, some of which it gives up. */
class GivenUpReviewsIT {

  @Test
  void areNeitherAnsweredNorRemembered() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, true);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (Producer<byte[], byte[]> shop =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "transactional.id",
                kafka.group() + "-shop"),
            bytes,
            bytes)) {
      shop.initTransactions();
      shop.beginTransaction();
      shop.send(review(kafka, "given up")).get();
      shop.abortTransaction();
      shop.beginTransaction();
      shop.send(review(kafka, "kept")).get();
      shop.commitTransaction();
    }
    assertThat(TestKafka.committed(kafka, kafka.reviews())).hasSize(1);
    assertThat(TestKafka.uncommitted(kafka, kafka.reviews(), 2)).hasSize(2);

    TestJob.run(kafka, 1);

    assertThat(TestKafka.committed(kafka, kafka.sentiments()))
        .singleElement()
        .satisfies(
            record -> {
              JsonNode result = TestReviews.parse(new String(record.value(), UTF_8));
              assertThat(result.path("review_id").asText()).isEqualTo("kept");
              assertThat(result.path("remembered").asInt()).isZero();
            });
    assertThat(TestKafka.committed(kafka, kafka.rejected())).isEmpty();
  }

  private static ProducerRecord<byte[], byte[]> review(KafkaConfig kafka, String id) {
    String json =
        "{\"review_id\":\"%s\",\"user_id\":\"ann\",\"timestamp\":1,\"text\":\"It is fine.\"}"
            .formatted(id);
    return new ProducerRecord<>(kafka.reviews(), "ann".getBytes(UTF_8), json.getBytes(UTF_8));
  }
}
