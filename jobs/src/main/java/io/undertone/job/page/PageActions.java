package io.undertone.job.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.event.RawRecord;
import io.undertone.event.Review;
import io.undertone.event.UserEvent;
import io.undertone.job.JobException;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.operator.parse.ParsedRecord;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.ParsedRecord.Rejected;
import io.undertone.operator.parse.RecordReader;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.ReviewLimits;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor of the page can do: look at the answers that a review would get, send it, or
 * forget its user. What is typed becomes the record that a producer would send, is parsed by the
 * job's own rules, and is refused if the job would reject it. Thread-safe.
 */
final class PageActions implements AutoCloseable {

  /** Records that one demo takes from the page: the shadow model may remember a user for each. */
  static final int SENT_MAX = 10_000;

  /** How long the broker may take to accept one. */
  private static final int SEND_MILLIS_MAX = 10_000;

  /** A lone surrogate may be typed, and only an escape can carry it. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final ReviewLimits limits;
  private final ShadowModel shadow;
  private final PageState state;
  private final AtomicInteger sent = new AtomicInteger();

  /** A record that the job accepts, and the event that the job makes of it. */
  private record Typed(ProducerRecord<byte[], byte[]> record, UserEvent event) {}

  PageActions(KafkaConfig kafka, ReviewLimits limits, ShadowModel shadow, PageState state) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "linger.ms",
            "0",
            "max.block.ms",
            SEND_MILLIS_MAX,
            "request.timeout.ms",
            SEND_MILLIS_MAX / 2,
            "delivery.timeout.ms",
            SEND_MILLIS_MAX);
    this.topic = kafka.reviews();
    this.producer = new KafkaProducer<>(settings, bytes, bytes);
    this.limits = limits;
    this.shadow = shadow;
    this.state = state;
  }

  /** Predicts the job's answers to a review, with its user's memory and without. */
  ShadowModel.Look look(String user, String text) throws Exception {
    return shadow.look((Review) review("look", user, text).event());
  }

  /** Sends a review; gives its id once the broker has it. */
  ObjectNode send(String user, String text) throws Refusal, IOException {
    String id = "typed-" + number();
    send(review(id, user, text).record());
    return JsonNodeFactory.instance.objectNode().put("review_id", id);
  }

  /** Sends a tombstone; answers once the broker has it. */
  ObjectNode forget(String user) throws Refusal {
    number();
    send(typed(user, null, state.timeFor(user)).record());
    return JsonNodeFactory.instance.objectNode().put("forgotten", true);
  }

  @Override
  public void close() {
    producer.close();
  }

  private Typed review(String id, String user, String text) throws Refusal, IOException {
    long time = state.timeFor(user);
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("review_id", id).put("user_id", user).put("timestamp", time).put("text", text);
    return typed(user, JSON.writeValueAsBytes(review), time);
  }

  private Typed typed(String user, byte @Nullable [] value, long time) throws Refusal {
    if (user.isEmpty()) {
      throw new Refusal(422, "user is empty: name one");
    }
    byte[] key = user.getBytes(UTF_8);
    ParsedRecord parsed =
        new RecordReader(limits, RecordFormat.defaults())
            .read(new RawRecord(key, value, topic, 0, 0, time));
    if (value != null && parsed instanceof Rejected rejected) {
      throw new Refusal(422, rejected.detail());
    }
    if (!(parsed instanceof Accepted accepted) || !accepted.event().userId().equals(user)) {
      throw new Refusal(
          422, "no tombstone can name this user, since its key would not be plain text");
    }
    return new Typed(new ProducerRecord<>(topic, null, time, key, value), accepted.event());
  }

  private int number() throws Refusal {
    int number = sent.incrementAndGet();
    if (number > SENT_MAX) {
      throw new Refusal(
          429,
          "%d records were typed, and no more are taken: start the demo again".formatted(SENT_MAX));
    }
    return number;
  }

  private void send(ProducerRecord<byte[], byte[]> record) throws Refusal {
    try {
      producer.send(record).get(SEND_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unsent(interrupted);
    } catch (ExecutionException refused) {
      throw unsent(refused.getCause() == null ? refused : refused.getCause());
    } catch (TimeoutException | RuntimeException refused) {
      throw unsent(refused);
    }
  }

  private Refusal unsent(Throwable reason) {
    return new Refusal(
        503,
        new JobException(
            "Sending a typed record to the topic '" + topic + "'",
            "a broker that takes it",
            JobException.found(reason),
            "Send it again, or start the demo again with --verbose to see what Kafka says."));
  }
}
