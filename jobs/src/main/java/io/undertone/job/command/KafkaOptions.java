package io.undertone.job.command;

import io.undertone.job.kafka.KafkaEnds;
import io.undertone.job.kafka.LostResults;
import io.undertone.job.kafka.MemoryStart;
import io.undertone.operator.settings.RecordFormat;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--key",
      paramLabel = "K",
      description =
          "text, json, registry or debezium: how a record's key names its user, whom a record without"
              + " a value forgets. Default: what --value is; text where that is json, json where it is"
              + " connect.")
  RecordFormat.@Nullable Key key;

  @Option(names = "--bounded", description = "End at the offsets that the topic ends with now.")
  boolean bounded;

  @Option(
      names = "--wait-for-kafka",
      paramLabel = "T",
      defaultValue = "0",
      converter = DurationConverter.class,
      description = "How long to wait at the start for the broker and the topics." + SHOWN)
  Duration waitForKafka;

  @Option(
      names = "--memory-start",
      paramLabel = "S",
      defaultValue = "refuse",
      description =
          "refuse or empty: what to do where the group has read before and nothing is restored."
              + SHOWN)
  MemoryStart memoryStart;

  @Option(
      names = "--lost-results",
      paramLabel = "L",
      defaultValue = "fail",
      description =
          "fail or drop: what to do about results that Kafka gave up before they were committed."
              + SHOWN)
  LostResults lostResults;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  KafkaOptions() {}

  /** How keys are written, beside such values. */
  RecordFormat.Key key(RecordFormat.Value value) {
    return key == null ? RecordFormat.Key.usualWith(value) : key;
  }

  KafkaEnds ends() {
    return new KafkaEnds(
        bootstrapServers, reviews, sentiments, rejected, group, properties, bounded);
  }
}
