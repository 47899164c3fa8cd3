package io.undertone.job.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts the bench's texts on a topic as reviews, numbered from 0, of a thousand users. */
final class BenchReviews {

  private static final int USERS = 1000;

  /** Between two looks at the clock when sending at a rate. */
  private static final long PACE_MILLIS = 1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARK = "\"review_id\":\"";

  private final String bootstrapServers;
  private final BenchTexts texts;

  BenchReviews(String bootstrapServers, BenchTexts texts) {
    this.bootstrapServers = bootstrapServers;
    this.texts = texts;
  }

  /** As fast as it goes. */
  void sendAll(String topic, int count) {
    try (KafkaProducer<byte[], byte[]> producer = producer(5)) {
      for (int number = 0; number < count; number++) {
        Future<?> unused = producer.send(review(topic, number)); // a lost one shows as silence
      }
    }
  }

  /** So many a second, evenly. */
  void sendPaced(String topic, int count, double perSecond, IntConsumer whenSending) {
    try (KafkaProducer<byte[], byte[]> producer = producer(0)) {
      long start = System.nanoTime();
      int number = 0;
      while (number < count) {
        double due = (System.nanoTime() - start) / 1e9 * perSecond;
        for (; number < count && number < due; number++) {
          ProducerRecord<byte[], byte[]> review = review(topic, number);
          whenSending.accept(number);
          Future<?> unused = producer.send(review);
        }
        Thread.sleep(PACE_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many tokens the reviews from one number to another have. */
  long tokens(long from, long to) {
    long sum = 0;
    for (long number = from; number < to; number++) {
      sum += texts.tokens(number).length;
    }
    return sum;
  }

  /** The number of the review that a result is of. */
  static int number(ConsumerRecord<byte[], byte[]> result) {
    String json = new String(result.value(), UTF_8);
    int start = json.indexOf(MARK) + MARK.length();
    return Integer.parseInt(json.substring(start, json.indexOf('"', start)));
  }

  private ProducerRecord<byte[], byte[]> review(String topic, int number) {
    String user = "user-" + Math.floorMod(number * 31, USERS);
    ObjectNode review = JSON.createObjectNode();
    review.put("review_id", String.valueOf(number));
    review.put("user_id", user);
    review.put("text", texts.text(number));
    return new ProducerRecord<>(topic, user.getBytes(UTF_8), review.toString().getBytes(UTF_8));
  }

  private KafkaProducer<byte[], byte[]> producer(int lingerMillis) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers, "linger.ms", lingerMillis), bytes, bytes);
  }
}
