package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of whole topics, from their beginning, outside the job. */
public final class TopicReader implements AutoCloseable {

  /** It is in no group and commits nothing, so there is nothing to wait for. */
  private static final CloseOptions AT_ONCE = CloseOptions.timeout(Duration.ZERO);

  private final KafkaConsumer<byte[], byte[]> consumer;

  private TopicReader(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Reads only committed records. */
  public static TopicReader committed(String bootstrapServers, String... topics) {
    return open(bootstrapServers, "read_committed", topics);
  }

  /** Reads each record at once, whether its transaction commits or not. */
  public static TopicReader uncommitted(String bootstrapServers, String... topics) {
    return open(bootstrapServers, "read_uncommitted", topics);
  }

  /** The records since the last call; waits for some, at most this long. */
  public List<ConsumerRecord<byte[], byte[]>> poll(Duration wait) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(wait).forEach(records::add);
    return records;
  }

  /** For each partition the offset after the last record that was polled. */
  public Map<TopicPartition, Long> positions() {
    return consumer.assignment().stream()
        .collect(Collectors.toMap(Function.identity(), consumer::position));
  }

  /** A header that the job has written, as text, such as the reason of a reject. */
  public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /**
   * For each partition the offset that the next record will have. Best asked before the first poll:
   * later, the broker may answer half a second late, when the fetch that is under way has ended.
   */
  Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(consumer.assignment());
  }

  /** Whether all records before these offsets were polled. */
  boolean hasReached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  @Override
  public void close() {
    consumer.close(AT_ONCE);
  }

  private static TopicReader open(String bootstrapServers, String isolation, String... topics) {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes);
    try {
      List<TopicPartition> partitions =
          Stream.of(topics)
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(part -> new TopicPartition(part.topic(), part.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return new TopicReader(consumer);
    } catch (RuntimeException unread) {
      consumer.close();
      throw unread;
    }
  }
}
