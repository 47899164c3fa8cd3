package io.undertone.job.kafka;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka side of the job: brokers, topics, consumer group, client properties.
 *
 * @param group consumer group at whose committed offsets a start without state begins; empty for no
 *     group, and a start at the beginning
 * @param properties further client properties, for consumer and producers alike
 * @param bounded whether to end at the latest offsets of the start
 * @param models control topic of deployments and their answers; null for a job that keeps its model
 */
public record KafkaConfig(
    String bootstrapServers,
    String reviews,
    String sentiments,
    String rejected,
    String group,
    Map<String, String> properties,
    boolean bounded,
    @Nullable String models)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** How long a broker may take to answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public KafkaConfig {
    properties = Map.copyOf(properties);
  }

  /** For a job that keeps its model. */
  public KafkaConfig(
      String bootstrapServers,
      String reviews,
      String sentiments,
      String rejected,
      String group,
      Map<String, String> properties,
      boolean bounded) {
    this(bootstrapServers, reviews, sentiments, rejected, group, properties, bounded, null);
  }

  /** The same, with this control topic; null for none. */
  public KafkaConfig withModels(@Nullable String topic) {
    return new KafkaConfig(
        bootstrapServers, reviews, sentiments, rejected, group, properties, bounded, topic);
  }

  /** All topics that the job needs. */
  List<String> topics() {
    return Stream.of(reviews, sentiments, rejected, models).flatMap(Stream::ofNullable).toList();
  }

  /** For a job that only reads reviews, in no group. */
  public static KafkaConfig ofReviews(
      String bootstrapServers, String reviews, Map<String, String> properties, boolean bounded) {
    return new KafkaConfig(bootstrapServers, reviews, "", "", "", properties, bounded);
  }

  /** For whoever only reads and writes the control topic, in no group. */
  static KafkaConfig ofModels(
      String bootstrapServers, String models, Map<String, String> properties) {
    return ofReviews(bootstrapServers, "", properties, false).withModels(models);
  }

  /** Without the values of further properties: passwords are among them. */
  @Override
  public String toString() {
    return "%s at %s to %s, rejects to %s, group %s, with %s"
        .formatted(reviews, bootstrapServers, sentiments, rejected, group, properties.keySet());
  }

  /** The further client properties, as Kafka's clients take them. */
  Properties clientProperties() {
    Properties client = new Properties();
    client.putAll(properties);
    return client;
  }

  /**
   * The properties of an admin client. It waits {@link #PATIENCE}, unless the user says otherwise.
   */
  Properties adminProperties() {
    Properties admin = clientProperties();
    String patience = String.valueOf(PATIENCE.toMillis());
    admin.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    admin.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
    admin.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
    return admin;
  }
}
