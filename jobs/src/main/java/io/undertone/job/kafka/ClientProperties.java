package io.undertone.job.kafka;

import io.undertone.job.JobException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what a user tells Kafka's clients, before anything starts: a job would fail by it at
 * each restart, pass it over, or break in silence what it promises. Asks no broker.
 */
final class ClientProperties {

  private static final Logger LOG = LoggerFactory.getLogger(ClientProperties.class);

  /** Nothing but this may be given. */
  private record Rule(List<String> values, String why) {

    static Rule none(String why) {
      return new Rule(List.of(), why);
    }

    static Rule only(String value, String why) {
      return new Rule(List.of(value), why);
    }
  }

  private static final Rule BYTES = Rule.none("Records are read and written as bytes.");
  private static final Rule TRANSACTIONS =
      Rule.only("true", "Results are written in transactions, which need it.");

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          Map.entry(
              ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
              Rule.none("--bootstrap-servers names them.")),
          Map.entry(
              ConsumerConfig.GROUP_ID_CONFIG,
              Rule.none("Of run, --group names it; all else reads in no group.")),
          Map.entry(
              ProducerConfig.TRANSACTIONAL_ID_CONFIG,
              Rule.none(
                  "Of run, --transactional-id-prefix says how ids begin; all else has none.")),
          Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, BYTES),
          Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, BYTES),
          Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, BYTES),
          Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, BYTES),
          Map.entry(
              ConsumerConfig.ISOLATION_LEVEL_CONFIG,
              Rule.only(
                  "read_committed",
                  "Else reviews of transactions that were given up are answered and remembered.")),
          Map.entry(
              ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
              Rule.only(
                  "false",
                  "The group's offsets go with the checkpoints; else a start without state passes"
                      + " over reviews that have no answer.")),
          Map.entry(
              KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(),
              Rule.only(
                  "true",
                  "Else Kafka does not know what the group has read, and a start without state"
                      + " answers all of it once more.")),
          Map.entry(ProducerConfig.ACKS_CONFIG, new Rule(List.of("all", "-1"), TRANSACTIONS.why())),
          Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, TRANSACTIONS));

  /** Flink's own, which no client of Kafka's knows. */
  private static final Set<String> OF_FLINK =
      Set.of(
          KafkaSourceOptions.CLIENT_ID_PREFIX.key(),
          KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
          KafkaSourceOptions.REGISTER_KAFKA_CONSUMER_METRICS.key(),
          KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(),
          "register.producer.metrics",
          "flink.disable-metrics");

  private ClientProperties() {}

  /**
   * Refuses what cannot be, and warns of names that nobody knows: most likely they are misspelt.
   *
   * @throws JobException if a property contradicts what the job promises, or no client takes it
   */
  static void check(KafkaConfig kafka) {
    Properties given = kafka.clientProperties();
    for (String name : new TreeSet<>(given.stringPropertyNames())) {
      Rule rule = RULES.get(name);
      String value = given.getProperty(name).strip();
      if (rule != null && rule.values().stream().noneMatch(value::equalsIgnoreCase)) {
        String expected = rule.values().isEmpty() ? "none" : String.join(" or ", rule.values());
        throw refused(name, expected, value, rule.why() + " Leave it out.");
      }
    }
    requireTaken(kafka);
    requireNumber(given, KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS);
    Set<String> unknown = unknown(given.stringPropertyNames());
    if (!unknown.isEmpty()) {
      LOG.warn(
          "Reading the properties of Kafka's clients: expected names that they know, found {}. Check how it is spelt, unless a class of your own reads it.",
          String.join(", ", unknown));
    }
  }

  /** Has each kind of client read its properties, as it will at its start. */
  private static void requireTaken(KafkaConfig kafka) {
    Properties all = kafka.adminProperties();
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "none yet");
    try {
      new AdminClientConfig(all);
      new ConsumerConfig(all);
      new ProducerConfig(all);
    } catch (ConfigException refused) {
      throw new JobException(
          "Reading the properties of Kafka's clients",
          "values that they take",
          JobException.found(refused),
          "Mend --kafka-property.",
          refused);
    }
  }

  private static void requireNumber(Properties given, ConfigOption<Long> option) {
    String value = given.getProperty(option.key());
    try {
      KafkaSourceOptions.<Long>getOption(given, option, Long::parseLong);
    } catch (NumberFormatException none) {
      throw refused(option.key(), "a number", String.valueOf(value), "Give one.");
    }
  }

  /** Those that no client has in its manual. */
  static Set<String> unknown(Collection<String> names) {
    Set<String> unknown = new TreeSet<>(names);
    Stream.of(
            AdminClientConfig.configNames(),
            ConsumerConfig.configNames(),
            ProducerConfig.configNames(),
            OF_FLINK)
        .forEach(unknown::removeAll);
    return unknown;
  }

  private static JobException refused(String name, String expected, String found, String remedy) {
    return new JobException("Reading the Kafka property " + name, expected, found, remedy);
  }
}
