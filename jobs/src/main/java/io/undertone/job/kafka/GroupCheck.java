package io.undertone.job.kafka;

import io.undertone.job.JobException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Refuses, before the job starts, what {@link StartingOffsets} would refuse in the job with a stack
 * trace. Only valid if nothing but the savepoint of the start is restored.
 */
public final class GroupCheck {

  private GroupCheck() {}

  /**
   * Checks the group's offsets in Kafka, if they matter.
   *
   * @throws JobException if the job would go on with empty memories, or cannot know where to go on
   */
  public static void check(KafkaConfig kafka, ReadingStart start) {
    new StartingOffsets(kafka, start).requireMemoriesAndOffsets(() -> committed(kafka));
  }

  private static Map<TopicPartition, Long> committed(KafkaConfig kafka) {
    Map<TopicPartition, Long> committed = new HashMap<>();
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      admin
          .listConsumerGroupOffsets(kafka.group())
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach(
              (partition, offset) -> {
                if (offset != null && partition.topic().equals(kafka.reviews())) {
                  committed.put(partition, offset.offset());
                }
              });
    } catch (ExecutionException | InterruptedException | KafkaException failure) {
      throw BrokerFailure.of(kafka, failure);
    }
    return committed;
  }
}
