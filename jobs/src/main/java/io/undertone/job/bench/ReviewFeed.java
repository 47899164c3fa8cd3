package io.undertone.job.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.event.RawRecord;
import io.undertone.job.JobException;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.parse.RecordReader;
import io.undertone.operator.settings.SentimentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the workload to a topic, numbered from 0. The JSON is prepared beforehand, since the
 * producer shares its cores with the job.
 */
final class ReviewFeed {

  /** Time between two readings of the clock when sending at a rate. */
  private static final long PACE_NANOS = 1_000_000;

  /**
   * Kafka's own default, as producers of users have it. Without it each review is a request of its
   * own, and the broker uses half a core more.
   */
  private static final int LINGER_MILLIS = 5;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "{\"review_id\":\"";

  /** A review as JSON, without its number. */
  private record Ready(String user, String rest) {

    static Ready of(Workload work, int i) {
      ObjectNode rest = JSON.createObjectNode();
      rest.put("user_id", work.user(i)).put("text", work.text(i));
      return new Ready(work.user(i), "\"," + rest.toString().substring(1));
    }

    byte[] key() {
      return user.getBytes(UTF_8);
    }

    byte[] value(int number) {
      return (ID + number + rest).getBytes(UTF_8);
    }
  }

  private final String bootstrapServers;
  private final List<Ready> reviews = new ArrayList<>();

  ReviewFeed(String bootstrapServers, Workload work) {
    this.bootstrapServers = bootstrapServers;
    for (int i = 0; i < Workload.COUNT; i++) {
      reviews.add(Ready.of(work, i));
    }
  }

  /**
   * Checks that the job will answer all reviews: the bench would wait in vain for the result of a
   * reject.
   *
   * @throws JobException if it would reject some
   */
  static void requireTaken(Workload work, SentimentSettings settings) {
    RecordReader reader = new RecordReader(settings.limits(), settings.format());
    int count = 0;
    Rejected first = null;
    for (int i = 0; i < Workload.COUNT; i++) {
      Ready ready = Ready.of(work, i);
      RawRecord record = new RawRecord(ready.key(), ready.value(i), "reviews", 0, i, 0);
      if (reader.read(record) instanceof Rejected rejected) {
        first = first == null ? rejected : first;
        count++;
      }
    }
    if (first != null) {
      throw new JobException(
          "Feeding the pipeline with %d texts".formatted(Workload.COUNT),
          "texts that the job takes",
          "%d that it would reject, the first for %s (%s)"
              .formatted(count, first.reason().code(), first.detail()),
          "Do so, or measure other --rows than pipeline and pipeline-half.");
    }
  }

  /** As fast as it goes. */
  void sendAll(String topic, int count) {
    Failure failure = new Failure();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int number = 0; number < count; number++) {
        send(producer, review(topic, number), failure);
      }
    }
    failure.check();
  }

  /** Sends at an even rate, numbered from {@code first}. */
  void sendEvenly(String topic, int first, int count, double perSecond, Latencies latencies) {
    Failure failure = new Failure();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      long start = System.nanoTime();
      int number = 0;
      while (number < count) {
        double due = (System.nanoTime() - start) / 1e9 * perSecond;
        for (; number < count && number < due; number++) {
          ProducerRecord<byte[], byte[]> review = review(topic, first + number);
          latencies.sent(number, System.nanoTime());
          send(producer, review, failure);
        }
        LockSupport.parkNanos(PACE_NANOS);
      }
    }
    failure.check();
  }

  /** The number of the review that a result is of. */
  static int number(ConsumerRecord<byte[], byte[]> result) {
    byte[] json = result.value();
    int number = 0;
    for (int i = ID.length(); json[i] != '"'; i++) {
      number = 10 * number + json[i] - '0';
    }
    return number;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // whether it failed is said to the callback
  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      ProducerRecord<byte[], byte[]> review,
      Failure failure) {
    producer.send(review, failure);
  }

  /** The first send that failed. */
  private static final class Failure implements Callback {

    private final AtomicReference<@Nullable Exception> first = new AtomicReference<>();

    @Override
    public void onCompletion(@Nullable RecordMetadata place, @Nullable Exception failure) {
      if (failure != null) {
        first.compareAndSet(null, failure);
      }
    }

    void check() {
      Exception failure = first.get();
      if (failure != null) {
        throw new IllegalStateException("Feeding the job: a review was not sent", failure);
      }
    }
  }

  private ProducerRecord<byte[], byte[]> review(String topic, int number) {
    Ready ready = reviews.get(number % Workload.COUNT);
    return new ProducerRecord<>(topic, ready.key(), ready.value(number));
  }

  /**
   * Not idempotent: on a new topic, a busy broker refused the sequence numbers of such a producer
   * for minutes. A review that is sent twice does not change a figure.
   */
  private KafkaProducer<byte[], byte[]> producer() {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "linger.ms",
            LINGER_MILLIS,
            "enable.idempotence",
            false);
    return new KafkaProducer<>(settings, bytes, bytes);
  }
}
