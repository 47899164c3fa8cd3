package io.undertone.job.command;

import io.undertone.job.kafka.KafkaEnds;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where Kafka is and which topics to use. */
final class KafkaOptions {

  private static final String SHOWN = " Default: ${DEFAULT-VALUE}.";

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:9092",
      description = "Brokers to ask first." + SHOWN)
  String bootstrapServers;

  @Option(
      names = "--reviews",
      paramLabel = "TOPIC",
      defaultValue = "reviews",
      description = "Topic to read." + SHOWN)
  String reviews;

  @Option(
      names = "--sentiments",
      paramLabel = "TOPIC",
      defaultValue = "sentiments",
      description = "Topic of the results." + SHOWN)
  String sentiments;

  @Option(
      names = "--rejected",
      paramLabel = "TOPIC",
      defaultValue = "rejected-reviews",
      description = "Topic of the records that are no reviews." + SHOWN)
  String rejected;

  @Option(
      names = "--group",
      paramLabel = "ID",
      defaultValue = "undertone",
      description = "Consumer group; without state, reading goes on at its offsets." + SHOWN)
  String group;

  @Option(
      names = "--kafka-property",
      paramLabel = "K=V",
      description = "Any further property of Kafka's clients; may be repeated.")
  Map<String, String> properties = new LinkedHashMap<>();

  @Option(names = "--bounded", description = "End at the offsets that the topic ends with now.")
  boolean bounded;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  KafkaOptions() {}

  KafkaEnds ends() {
    return new KafkaEnds(
        bootstrapServers, reviews, sentiments, rejected, group, properties, bounded);
  }
}
