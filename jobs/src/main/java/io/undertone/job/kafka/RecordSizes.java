package io.undertone.job.kafka;

import static java.util.Objects.requireNonNull;

import io.undertone.job.JobException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Compares the record size limits on a reject's way. A reject that the producer or its topic
 * refuses fails the job at that record, and again after each restart.
 */
final class RecordSizes {

  private static final String SIZE_MAX = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;

  /** Without a word of the user's both are {@link ExactlyOnce#RECORD_BYTES_MAX}. */
  private static final List<String> REQUESTS =
      List.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ProducerConfig.BUFFER_MEMORY_CONFIG);

  private RecordSizes() {}

  /**
   * Checks that the producer and the topic of rejects take records as large as the topic of
   * reviews. If this user has no right to see the limits, nothing is checked.
   *
   * @throws JobException if not, saying what to do
   */
  static void check(Admin admin, KafkaConfig kafka) {
    ConfigResource reviews = topic(kafka.reviews());
    ConfigResource rejected = topic(kafka.rejected());
    try {
      Map<ConfigResource, Config> configs =
          admin.describeConfigs(List.of(reviews, rejected)).all().get();
      long read = sizeMax(configs, reviews);
      long written = sizeMax(configs, rejected);
      if (written < read) {
        throw tooSmall(kafka, read, written);
      }
      requireRequests(kafka, read);
    } catch (ExecutionException failure) {
      if (!(failure.getCause() instanceof AuthorizationException)) {
        throw BrokerFailure.of(kafka, failure);
      }
    } catch (InterruptedException interrupted) {
      throw BrokerFailure.of(kafka, interrupted);
    }
  }

  private static ConfigResource topic(String name) {
    return new ConfigResource(ConfigResource.Type.TOPIC, name);
  }

  private static long sizeMax(Map<ConfigResource, Config> configs, ConfigResource topic) {
    return Long.parseLong(requireNonNull(configs.get(topic)).get(SIZE_MAX).value());
  }

  /** What a producer may send at once and what it may hold: each must be enough for a reject. */
  private static void requireRequests(KafkaConfig kafka, long read) {
    String own = String.valueOf(ExactlyOnce.RECORD_BYTES_MAX);
    for (String name : REQUESTS) {
      String taken = kafka.properties().getOrDefault(name, own);
      if (Long.parseLong(taken.strip()) < read) {
        throw new JobException(
            "Reading the Kafka property " + name,
            "at least %d, as %s of '%s'".formatted(read, SIZE_MAX, kafka.reviews()),
            taken,
            "Give it as much, or one large reject stops the job.");
      }
    }
  }

  private static JobException tooSmall(KafkaConfig kafka, long read, long written) {
    return new JobException(
        "Comparing %s of '%s' and '%s'".formatted(SIZE_MAX, kafka.reviews(), kafka.rejected()),
        "at least %d where rejects go".formatted(read),
        String.valueOf(written),
        "Raise it, or one large reject stops the job:\n"
            + "  kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name"
                .formatted(kafka.bootstrapServers())
            + " %s --add-config %s=%d".formatted(kafka.rejected(), SIZE_MAX, read));
  }
}
