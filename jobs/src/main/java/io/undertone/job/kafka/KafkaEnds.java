package io.undertone.job.kafka;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;

/**
 * The Kafka ends of the job: where reviews come from and where results go.
 *
 * @param group consumer group whose committed offsets a start without state goes on from; empty for
 *     none, and a start at the beginning
 * @param properties further client properties, for consumer and producers alike
 * @param bounded whether to end at the offsets that the topic ends with at the start
 */
public record KafkaEnds(
    String bootstrapServers,
    String reviews,
    String sentiments,
    String rejected,
    String group,
    Map<String, String> properties,
    boolean bounded)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  public KafkaEnds {
    properties = Map.copyOf(properties);
  }

  /** The one end of whoever reads reviews alone, in no group. */
  public static KafkaEnds ofReviews(
      String bootstrapServers, String reviews, Map<String, String> properties, boolean bounded) {
    return new KafkaEnds(bootstrapServers, reviews, "", "", "", properties, bounded);
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
}
