package io.undertone.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.runtime.taskmanager.Task;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log configurations that ship leave out what is no news, and nothing else. */
class LogConfigurationsTest {

  private static final String GAUGES = "org.apache.flink.metrics.MetricGroup";
  private static final String COMMITS =
      "org.apache.flink.connector.kafka.sink.internal.KafkaCommitter";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../docker/job/log4j-quiet.properties",
        "src/main/resources/undertone-log4j2.properties"
      })
  void leaveOutWarningsThatComeWithEveryCheckpoint(String file) throws IOException {
    Configuration log = configuration(file);

    assertThat(leavesOut(log, GAUGES, "Name collision: Group … name 'pendingCommittables'. Metric"))
        .isTrue();
    assertThat(leavesOut(log, GAUGES, "Name collision: Group … name 'currentSendTime'. Metric"))
        .isTrue();
    assertThat(leavesOut(log, GAUGES, "Name collision: Group … name 'tokens'. Metric")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../docker/job/log4j-quiet.properties",
        "src/main/resources/undertone-log4j2.properties"
      })
  void leaveOutErrorsOfWhatMayBeCommittedAlready(String file) throws IOException {
    Configuration log = configuration(file);

    assertThat(
            leavesOut(
                log,
                COMMITS,
                "Unable to commit transaction (x) because its producer is already fenced. This"))
        .isTrue();
    assertThat(
            leavesOut(
                log,
                COMMITS,
                "Unable to commit transaction (x) because it's in an invalid state. Most likely"))
        .isTrue();
    assertThat(
            leavesOut(
                log,
                COMMITS,
                "Transaction (x) encountered error and data has been potentially lost."))
        .isFalse();
  }

  @Test
  void aJobThatStartsAgainSaysWhy() throws IOException {
    assertThat(levelOfFailures()).isEqualTo(Level.ERROR);
    System.setProperty("undertone.log.failures", "warn");
    try {
      assertThat(levelOfFailures()).isEqualTo(Level.WARN);
    } finally {
      System.clearProperty("undertone.log.failures");
    }
  }

  private static Level levelOfFailures() throws IOException {
    return configuration("src/main/resources/undertone-log4j2.properties")
        .getLoggerConfig(Task.class.getName())
        .getLevel();
  }

  private static Configuration configuration(String file) throws IOException {
    try (LoggerContext context = new LoggerContext(file)) {
      Configuration log =
          new PropertiesConfigurationFactory()
              .getConfiguration(
                  context, new ConfigurationSource(Files.newInputStream(Path.of(file))));
      log.initialize();
      return log;
    }
  }

  private static boolean leavesOut(Configuration log, String logger, String message) {
    LogEvent event =
        Log4jLogEvent.newBuilder()
            .setLoggerName(logger)
            .setLevel(Level.ERROR)
            .setMessage(new SimpleMessage(message))
            .build();
    return log.getLoggerConfig(logger).isFiltered(event);
  }
}
