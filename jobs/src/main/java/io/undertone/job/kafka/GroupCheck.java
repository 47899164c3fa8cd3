package io.undertone.job.kafka;

import io.undertone.job.JobException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Refuses, before anything starts, what {@link StartingOffsets} would refuse in the job: there
 * Flink's log has a trace of it, and the terminal too. Only for whoever knows that nothing but the
 * start's own savepoint is restored.
 */
public final class GroupCheck {

  private GroupCheck() {}

  /**
   * Asks Kafka what the group has read, where that counts.
   *
   * @throws JobException if the job would go on with empty memories, or cannot know where to go on
   */
  public static void check(KafkaEnds kafka, ReadingStart start) {
    new StartingOffsets(kafka, start).requireSense(() -> committed(kafka));
  }

  private static Map<TopicPartition, Long> committed(KafkaEnds kafka) {
    Map<TopicPartition, Long> committed = new HashMap<>();
    try (Admin admin = Admin.create(TopicCheck.settings(kafka))) {
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
    } catch (ExecutionException failure) {
      throw TopicCheck.unreachable(kafka, Objects.requireNonNull(failure.getCause()));
    } catch (KafkaException failure) {
      throw TopicCheck.unreachable(kafka, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw TopicCheck.unreachable(kafka, interrupted);
    }
    return committed;
  }
}
