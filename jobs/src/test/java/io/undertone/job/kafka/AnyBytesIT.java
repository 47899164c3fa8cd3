package io.undertone.job.kafka;

import static io.undertone.job.kafka.TopicReader.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.job.JobEnvironment;
import io.undertone.operator.parse.FieldRules;
import io.undertone.operator.settings.SentimentSettings;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever lies on the topic ends as a result, a reject or a forget, and stops nothing. */
class AnyBytesIT {

  private static final int RECORDS = 20_000;
  private static final long SEED = 23;
  private static final int ID_BYTES_MAX = SentimentSettings.defaults().limits().idBytesMax();
  private static final byte[] WHOLE =
      "{\"review_id\":\"r\",\"user_id\":\"ann\",\"text\":\"It was fine.\",\"timestamp\":5}"
          .getBytes(UTF_8);

  private final Random random = new Random(SEED);

  @Test
  void losesNoneOfThem() throws Exception {
    KafkaConfig kafka = TestKafka.config(2, true);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      records.add(record(kafka.reviews()));
    }
    TestKafka.send(kafka, records);
    run(kafka);

    int forgets = (int) records.stream().filter(AnyBytesIT::forgets).count();
    List<ConsumerRecord<byte[], byte[]>> rejected = TestKafka.committed(kafka, kafka.rejected());
    List<ConsumerRecord<byte[], byte[]>> results = TestKafka.committed(kafka, kafka.sentiments());

    assertThat(results.size() + rejected.size() + forgets).as("seed " + SEED).isEqualTo(RECORDS);
    assertThat(results.size()).isGreaterThan(RECORDS / 100);
    assertThat(rejected).hasSizeGreaterThan(RECORDS / 4);
    assertBytesAreKept(kafka, rejected);
  }

  private static void run(KafkaConfig kafka) throws Exception {
    Duration interval = Duration.ofSeconds(1);
    StreamExecutionEnvironment environment =
        new JobEnvironment().parallelism(2, 720).checkpoints(interval, null).create();
    new KafkaJob(kafka, new ExactlyOnce(kafka.group(), interval))
        .define(environment, TestJob.MODEL, SentimentSettings.defaults());
    environment.execute();
  }

  /** Each reject is the record that lay at its place, and no place is rejected twice. */
  private static void assertBytesAreKept(
      KafkaConfig kafka, List<ConsumerRecord<byte[], byte[]>> rejected) {
    var sent = new HashMap<String, ConsumerRecord<byte[], byte[]>>();
    TestKafka.committed(kafka, kafka.reviews())
        .forEach(record -> sent.put(record.partition() + "@" + record.offset(), record));
    Set<String> places = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> reject : rejected) {
      String place = header(reject, "partition") + "@" + header(reject, "offset");
      assertThat(places.add(place)).isTrue();
      ConsumerRecord<byte[], byte[]> original = requireNonNull(sent.get(place), place);
      assertThat(reject.key()).isEqualTo(original.key());
      assertThat(reject.value()).isEqualTo(original.value());
      assertThat(header(reject, "reason")).isNotEmpty();
    }
  }

  private ProducerRecord<byte[], byte[]> record(String topic) {
    return new ProducerRecord<>(topic, random.nextInt(2), key(), value());
  }

  private byte @Nullable [] key() {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> bytes(random.nextInt(2 * ID_BYTES_MAX));
      default -> ("user-" + random.nextInt(50)).getBytes(UTF_8);
    };
  }

  private byte @Nullable [] value() {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> bytes(random.nextInt(200));
      case 2 -> WHOLE;
      case 3 -> Arrays.copyOf(WHOLE, random.nextInt(WHOLE.length));
      case 4 -> spliced();
      default -> mutated();
    };
  }

  /** A whole review with a few bytes changed. */
  private byte[] mutated() {
    byte[] value = WHOLE.clone();
    for (int change = random.nextInt(4); change >= 0; change--) {
      value[random.nextInt(value.length)] =
          random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (32 + random.nextInt(95));
    }
    return value;
  }

  /** The beginning of a review and the end of another. */
  private byte[] spliced() {
    int cut = random.nextInt(WHOLE.length);
    int from = random.nextInt(WHOLE.length);
    return ByteBuffer.allocate(cut + WHOLE.length - from)
        .put(WHOLE, 0, cut)
        .put(WHOLE, from, WHOLE.length - from)
        .array();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A tombstone whose key names somebody. */
  private static boolean forgets(ProducerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    if (record.value() != null || key == null || key.length == 0 || key.length > ID_BYTES_MAX) {
      return false;
    }
    try {
      return !FieldRules.isBlank(UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString());
    } catch (CharacterCodingException notText) {
      return false;
    }
  }
}
