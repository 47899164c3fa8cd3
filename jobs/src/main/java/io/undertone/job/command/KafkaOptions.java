package io.undertone.job.command;

import static io.undertone.job.command.ScoringOptions.SHOWN;

import io.undertone.job.kafka.KafkaEnds;
import io.undertone.job.kafka.LostResults;
import io.undertone.job.kafka.MemoryStart;
import io.undertone.operator.settings.RecordFormat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the topics, and of how reading begins. */
final class KafkaOptions {

  @Mixin BrokerOptions broker;

  @Option(names = "--reviews", paramLabel = "TOPIC", description = "Topic to read." + SHOWN)
  String reviews = "reviews";

  @Option(
      names = "--sentiments",
      paramLabel = "TOPIC",
      description = "Topic of the results." + SHOWN)
  String sentiments = "sentiments";

  @Option(
      names = "--rejected",
      paramLabel = "TOPIC",
      description = "Topic of the records that are no reviews." + SHOWN)
  String rejected = "rejected-reviews";

  @Option(
      names = "--group",
      paramLabel = "ID",
      description = "Consumer group; without state, reading goes on at its offsets." + SHOWN)
  String group = "undertone";

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
      description = "How long to wait at the start for the broker and the topics." + SHOWN)
  Duration waitForKafka = Duration.ZERO;

  @Option(
      names = "--memory-start",
      paramLabel = "S",
      description =
          "refuse or empty: what to do where the group has read before and nothing is restored."
              + SHOWN)
  MemoryStart memoryStart = MemoryStart.REFUSE;

  @Option(
      names = "--lost-results",
      paramLabel = "L",
      description =
          "fail or drop: what to do about results that Kafka gave up before they were committed."
              + SHOWN)
  LostResults lostResults = LostResults.FAIL;

  @Option(
      names = "--models",
      paramLabel = "TOPIC",
      description =
          "Control topic: take another model from there without a stop, and answer there. One"
              + " partition; 'models deploy' writes to it. Without it the job keeps its model.")
  @Nullable String models;

  /** The format of keys, with values of this format. */
  RecordFormat.Key key(RecordFormat.Value value) {
    return key == null ? RecordFormat.Key.usualWith(value) : key;
  }

  /** A blank name counts as not given, so that an empty variable can stand for it. */
  private static @Nullable String topicOrNone(@Nullable String topic) {
    return topic == null || topic.isBlank() ? null : topic;
  }

  KafkaEnds ends() {
    return new KafkaEnds(
            broker.bootstrapServers,
            reviews,
            sentiments,
            rejected,
            group,
            broker.properties,
            bounded)
        .withModels(topicOrNone(models));
  }
}
