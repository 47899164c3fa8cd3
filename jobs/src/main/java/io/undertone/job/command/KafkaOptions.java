package io.undertone.job.command;

import static io.undertone.job.command.ScoringOptions.SHOWN;

import io.undertone.job.kafka.KafkaEnds;
import io.undertone.job.kafka.LostResults;
import io.undertone.job.kafka.MemoryStart;
import io.undertone.operator.settings.RecordFormat;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Where Kafka is and which topics to use. */
final class KafkaOptions {

  private static final String PROPERTY = "--kafka-property";

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Brokers to ask first." + SHOWN)
  String bootstrapServers = "localhost:9092";

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
      names = PROPERTY,
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

  /** Warns of what other people on the machine can read: a secret among the words of a command. */
  static void warnOfSecrets(List<String> given, CommandLine command) {
    OptionSpec option = command.getCommandSpec().findOption(PROPERTY);
    if (option == null) {
      return;
    }
    Map<String, ConfigKey> known = ProducerConfig.configDef().configKeys();
    for (String property : ConfigFile.keys(option, given)) {
      ConfigKey key = known.get(property);
      if (key != null && key.type == ConfigDef.Type.PASSWORD) {
        command
            .getErr()
            .printf(
                "%s %s is given as it is: 'ps' and Flink's pages show it to others. Write it into"
                    + " the file of --config, with ${file:PATH} or ${env:NAME} for what is"
                    + " secret.%n",
                PROPERTY, property);
      }
    }
  }

  /** How keys are written, beside such values. */
  RecordFormat.Key key(RecordFormat.Value value) {
    return key == null ? RecordFormat.Key.usualWith(value) : key;
  }

  /** A name that is left empty names nothing, so that a variable may stand there. */
  private static @Nullable String topicOrNone(@Nullable String topic) {
    return topic == null || topic.isBlank() ? null : topic;
  }

  KafkaEnds ends() {
    return new KafkaEnds(
        bootstrapServers,
        reviews,
        sentiments,
        rejected,
        group,
        properties,
        bounded,
        topicOrNone(models));
  }
}
