package io.undertone.job.command;

import static io.undertone.job.command.ScoringOptions.SHOWN;

import io.undertone.job.kafka.KafkaConfig;
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

  @Option(names = "--reviews", paramLabel = "TOPIC", description = "Topic of the reviews." + SHOWN)
  String reviews = "reviews";

  @Option(
      names = "--sentiments",
      paramLabel = "TOPIC",
      description = "Topic of the results." + SHOWN)
  String sentiments = "sentiments";

  @Option(
      names = "--rejected",
      paramLabel = "TOPIC",
      description = "Topic of the rejects: records that are no reviews." + SHOWN)
  String rejected = "rejected-reviews";

  @Option(
      names = "--group",
      paramLabel = "ID",
      description =
          "Consumer group. Without restored state, the job goes on at the group's offsets." + SHOWN)
  String group = "undertone";

  @Option(
      names = "--key",
      paramLabel = "K",
      description =
          "Form of a record's key: text, json, registry or debezium. A tombstone (a record"
              + " without a value) forgets the user whom its key names. Default: as --value, but"
              + " text for json, and json for connect.")
  RecordFormat.@Nullable Key key;

  @Option(names = "--bounded", description = "Stop at the offsets where the topic ends now.")
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
          "What to do if the group has read before and nothing is restored: refuse (do not"
              + " start) or empty (start without memories)."
              + SHOWN)
  MemoryStart memoryStart = MemoryStart.REFUSE;

  @Option(
      names = "--lost-results",
      paramLabel = "L",
      description =
          "What to do if Kafka gave up results before they were committed: fail (the job"
              + " ends) or drop (it goes on)."
              + SHOWN)
  LostResults lostResults = LostResults.FAIL;

  @Option(
      names = "--models",
      paramLabel = "TOPIC",
      description =
          "Control topic, with one partition. The job takes another model from there"
              + " without a stop, and answers there. 'models deploy' writes to it. Default: none,"
              + " the job keeps its model.")
  @Nullable String models;

  /** The format of keys, with values of this format. */
  RecordFormat.Key key(RecordFormat.Value value) {
    return key == null ? RecordFormat.Key.usualWith(value) : key;
  }

  /** A blank name counts as not given, so that an empty variable can stand for it. */
  private static @Nullable String topicOrNone(@Nullable String topic) {
    return topic == null || topic.isBlank() ? null : topic;
  }

  KafkaConfig config() {
    return new KafkaConfig(
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
