package io.undertone.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientPropertiesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bootstrap.servers | elsewhere:9092 | none",
        "group.id | other | none",
        "transactional.id | other | none",
        "key.serializer | org.example.Of | none",
        "value.serializer | org.example.Of | none",
        "key.deserializer | org.example.Of | none",
        "value.deserializer | org.example.Of | none",
        "isolation.level | read_uncommitted | read_committed",
        "enable.auto.commit | true | false",
        "commit.offsets.on.checkpoint | false | true",
        "enable.idempotence | false | true",
        "acks | 0 | all or -1",
        "acks | 1 | all or -1",
      })
  void refusesWhatWouldBreakAPromise(String name, String found, String expected) {
    assertThatThrownBy(() -> ClientProperties.check(config(Map.of(name, found))))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith(
            "Reading the Kafka property %s: expected %s, found %s. "
                .formatted(name, expected, found))
        .hasMessageEndingWith(". Leave it out.");
  }

  @Test
  void takesTheSameWhereItSaysWhatIsSoAnyway() {
    ClientProperties.check(
        config(
            Map.of(
                "isolation.level", "read_committed",
                "enable.auto.commit", "FALSE",
                "commit.offsets.on.checkpoint", "true",
                "enable.idempotence", "true",
                "acks", "-1",
                "auto.offset.reset", "latest",
                "partition.discovery.interval.ms", "60000",
                "max.poll.records", "100",
                "linger.ms", "1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "request.timeout.ms | abc | Not a number of type INT",
        "max.poll.records | 0 | Value must be at least 1",
        "compression.type | foo | String must be one of",
        "transaction.timeout.ms | abc | Not a number of type INT",
        "retries | 0 | without also enabling idempotence",
        "max.in.flight.requests.per.connection | 9 | must be set to at most 5",
      })
  void refusesWhatNoClientTakesAtEachRestart(String name, String value, String why) {
    assertThatThrownBy(() -> ClientProperties.check(config(Map.of(name, value))))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith(
            "Reading the properties of Kafka's clients: expected values that they take, found this: ")
        .hasMessageContaining(why)
        .hasMessageEndingWith(" Mend --kafka-property.");
  }

  @Test
  void refusesWhatFlinkTakesForANumber() {
    assertThatThrownBy(
            () ->
                ClientProperties.check(config(Map.of("partition.discovery.interval.ms", "1 min"))))
        .hasMessage(
            "Reading the Kafka property partition.discovery.interval.ms: expected a number, found 1"
                + " min. Give one.");
  }

  @Test
  void warnsOfNamesThatNobodyKnows() {
    assertThat(
            ClientProperties.unknown(
                List.of("securty.protocol", "security.protocol", "client.id.prefix", "acks")))
        .containsExactly("securty.protocol");
  }

  @Test
  void isAskedBeforeAnybodyWaitsForABroker() {
    assertThatThrownBy(
            () ->
                TopicCheck.check(
                    config(Map.of("acks", "1")),
                    Duration.ofMinutes(5),
                    words -> {
                      throw new AssertionError(words);
                    }))
        .hasMessageContaining("acks");
    assertThatThrownBy(() -> TopicCheck.checkReviews(config(Map.of("acks", "1"))))
        .hasMessageContaining("acks");
  }

  private static KafkaConfig config(Map<String, String> properties) {
    return new KafkaConfig("localhost:1", "r", "s", "j", "g", properties, false);
  }
}
