package io.undertone.job.command;

import static io.undertone.job.command.ScoringOptions.SHOWN;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Kafka's brokers, and further properties of its clients. */
final class BrokerOptions {

  private static final String PROPERTY = "--kafka-property";

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Brokers to ask first." + SHOWN)
  String bootstrapServers = "localhost:9092";

  @Option(
      names = PROPERTY,
      paramLabel = "K=V",
      description = "Any other property of Kafka's clients. May be repeated.")
  Map<String, String> properties = new LinkedHashMap<>();

  /** Warns of a secret on the command line, where other users of the machine can read it. */
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
}
