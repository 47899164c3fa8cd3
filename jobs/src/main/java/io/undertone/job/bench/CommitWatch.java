package io.undertone.job.bench;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * When the records of a topic were committed, by the partitions' last stable offsets. It reads no
 * record: one who does gets ten seconds of results at once after each checkpoint, and takes a core
 * from the job that is measured for half a second. {@link #look} is called by one thread.
 */
final class CommitWatch implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /** For each partition: how far it was committed, and when that was first seen. */
  private final Map<TopicPartition, NavigableMap<Long, Long>> ends = new HashMap<>();

  CommitWatch(String bootstrapServers, String topic) {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    consumer = new KafkaConsumer<>(settings, bytes, bytes);
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    partitions.forEach(partition -> ends.put(partition, new TreeMap<>()));
  }

  /** Asks the broker once. */
  void look() {
    Map<TopicPartition, Long> now = consumer.endOffsets(partitions);
    long time = System.nanoTime();
    now.forEach((partition, end) -> ends(partition).putIfAbsent(end, time));
  }

  /** Whether all records before these positions were committed at the last look. */
  boolean reached(Map<TopicPartition, Long> positions) {
    return positions.entrySet().stream()
        .allMatch(position -> ends(position.getKey()).ceilingKey(position.getValue()) != null);
  }

  /**
   * When a record was first seen to be committed, by {@link System#nanoTime}.
   *
   * @throws IllegalStateException if it was not
   */
  long committedAt(int partition, long offset) {
    var end = ends(partitions.get(partition)).higherEntry(offset);
    if (end == null) {
      throw new IllegalStateException(
          "Offset %d of %s is not committed".formatted(offset, partitions.get(partition)));
    }
    return end.getValue();
  }

  private NavigableMap<Long, Long> ends(TopicPartition partition) {
    return requireNonNull(ends.get(partition));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
