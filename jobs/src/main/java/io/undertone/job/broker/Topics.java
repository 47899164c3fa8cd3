package io.undertone.job.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** Creates topics that can be written to at once. */
public final class Topics {

  private static final int SERVED_ATTEMPTS_MAX = 600;
  private static final long SERVED_PAUSE_MILLIS = 50;

  private Topics() {}

  /**
   * Creates topics with one replica each, and waits until every partition has a leader. Otherwise
   * an idempotent producer whose first batch is refused and whose second one is accepted could
   * never send the first one.
   */
  public static void create(String bootstrapServers, int partitions, String... names)
      throws InterruptedException {
    List<NewTopic> topics =
        List.of(names).stream().map(name -> new NewTopic(name, partitions, (short) 1)).toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(topics).all().get();
      for (int attempt = 1; !serves(admin, partitions, names); attempt++) {
        if (attempt == SERVED_ATTEMPTS_MAX) {
          throw new IllegalStateException(
              "The broker at %s does not serve its new topics".formatted(bootstrapServers));
        }
        Thread.sleep(SERVED_PAUSE_MILLIS);
      }
    } catch (ExecutionException failure) {
      throw new IllegalStateException(
          "Creating topics on the broker at %s".formatted(bootstrapServers), failure);
    }
  }

  private static boolean serves(Admin admin, int partitions, String... topics)
      throws ExecutionException, InterruptedException {
    try {
      admin.describeTopics(List.of(topics)).allTopicNames().get();
      admin.listOffsets(ends(partitions, topics)).all().get();
      return true;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RetriableException) {
        return false;
      }
      throw failure;
    }
  }

  private static Map<TopicPartition, OffsetSpec> ends(int partitions, String... topics) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (String topic : topics) {
      for (int partition = 0; partition < partitions; partition++) {
        ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
    }
    return ends;
  }
}
