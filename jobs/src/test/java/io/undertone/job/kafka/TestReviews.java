package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.job.demo.Sample;
import io.undertone.operator.model.ModelSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The sample as test data: as it is, or several times over by other users. */
public final class TestReviews {

  /** The bundle that ships as the default. */
  public static final Path BUNDLE =
      Path.of("../models/bundles/reviews-en-lstm").toAbsolutePath().normalize();

  /** A bundle that lies beside it. */
  public static Path bundle(String name) {
    return BUNDLE.resolveSibling(name);
  }

  /** What messages and results call a bundle: name and version. */
  public static String id(Path bundle) {
    return ModelSource.at(bundle.toString()).manifest().id();
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private TestReviews() {}

  /** The sample's reviews, so many times; each time by other users, under other ids. */
  public static List<String> lines(int times) {
    List<String> lines = new ArrayList<>();
    for (String line : Sample.lines()) {
      for (int copy = 0; copy < times; copy++) {
        ObjectNode review = (ObjectNode) parse(line);
        review.put("review_id", review.path("review_id").asText() + "-" + copy);
        review.put("user_id", review.path("user_id").asText() + "-" + copy);
        lines.add(review.toString());
      }
    }
    return lines;
  }

  /** Lines as records, keyed by user. */
  public static List<ProducerRecord<byte[], byte[]>> records(String topic, List<String> lines) {
    return lines.stream()
        .map(
            line ->
                new ProducerRecord<>(
                    topic,
                    parse(line).path("user_id").asText().getBytes(UTF_8),
                    line.getBytes(UTF_8)))
        .toList();
  }

  /** The values of records as text, sorted. */
  public static List<String> sorted(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(record -> new String(record.value(), UTF_8)).sorted().toList();
  }

  public static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException broken) {
      throw new AssertionError(broken);
    }
  }
}
