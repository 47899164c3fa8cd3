package io.undertone.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.undertone.job.JobException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Waiting for topics that are made later. */
class TopicCheckIT {

  private static final KafkaConfig ENDS =
      new KafkaConfig(
          TestKafka.broker().bootstrapServers(), "late", "late-s", "late-r", "g", Map.of(), false);

  private static final String MISSING =
      "Looking for the topics on %1$s: expected 'late', 'late-s' and 'late-r', found no 'late', 'late-s', 'late-r'. Create what is missing, or name other topics:\n  kafka-topics.sh --bootstrap-server %1$s --create --topic late\n  kafka-topics.sh --bootstrap-server %1$s --create --topic late-s\n  kafka-topics.sh --bootstrap-server %1$s --create --topic late-r"
          .formatted(ENDS.bootstrapServers());

  /** The first question may take a second or more. */
  private static final String WAITING =
      "(?s)Waiting for Kafka, \\d s of %d s. " + Pattern.quote(MISSING);

  @Test
  void waitsForTopicsAndSaysSoOnceAMinute() {
    List<String> words = new ArrayList<>();
    assertThatThrownBy(() -> TopicCheck.check(ENDS, Duration.ofSeconds(10), words::add))
        .isInstanceOf(JobException.class)
        .hasMessage(MISSING);
    assertThat(words).singleElement(STRING).matches(WAITING.formatted(10));

    words.clear();
    TopicCheck.check(ENDS, Duration.ofMinutes(5), said -> createTopics(said, words));
    assertThat(words).singleElement(STRING).matches(WAITING.formatted(300));
  }

  @Test
  void refusesATopicForTwoEnds() {
    assertThatThrownBy(() -> TopicCheck.check(config("late", "late-r")))
        .hasMessage(
            "Choosing the topics: expected another topic for each end, found reviews"
                + " 'late', sentiments 'late', rejected 'late-r'. Give each end a topic of its"
                + " own.");
    assertThatThrownBy(() -> TopicCheck.check(config("late-s", "late")))
        .hasMessageContaining("found reviews 'late', sentiments 'late-s', rejected 'late'.");
    assertThatThrownBy(() -> TopicCheck.check(config("late-s", "late-s")))
        .hasMessageContaining("found reviews 'late', sentiments 'late-s', rejected 'late-s'.");
    assertThatThrownBy(() -> TopicCheck.check(ENDS.withModels("late-s")))
        .hasMessageContaining("rejected 'late-r', models 'late-s'.");
  }

  @Test
  void refusesAControlTopicWhoseDeploymentsWouldHaveNoOrder() throws Exception {
    KafkaConfig kafka = TestKafka.config(1, false);
    assertThatThrownBy(() -> TopicCheck.check(kafka.withModels("models-not-there")))
        .hasMessageEndingWith(" --create --topic models-not-there --partitions 1");

    String models = kafka.reviews() + "-models";
    TestKafka.broker().createTopics(2, models);
    String refusal =
        "Looking at the control topic '%s': expected one partition, since deployments need an order, found 2. Create another with --partitions 1, and name that."
            .formatted(models);
    assertThatThrownBy(() -> TopicCheck.check(kafka.withModels(models))).hasMessage(refusal);
    assertThatThrownBy(() -> ControlTopic.open(kafka.bootstrapServers(), Map.of(), models))
        .hasMessage(refusal);
  }

  @Test
  void saysThatALoginIsMissing() {
    Map<String, String> sasl = Map.of("security.protocol", "SASL_PLAINTEXT");
    KafkaConfig secured =
        new KafkaConfig(ENDS.bootstrapServers(), "r", "s", "rejected", "g", sasl, false);

    assertThatThrownBy(() -> TopicCheck.check(secured))
        .hasMessage(
            "Preparing to connect to Kafka at %s: expected a sasl.jaas.config of the form: LOGIN_MODULE required username=\"…\" password=\"…\";, found none. Give one by --kafka-property or, for secrets from files, by --config."
                .formatted(ENDS.bootstrapServers()));
  }

  @Test
  void waitsForNoNameThatKafkaDoesNotAllow() {
    assertThatThrownBy(
            () ->
                TopicCheck.check(
                    config("a topic", "late-r"),
                    Duration.ofMinutes(5),
                    said -> Assertions.fail(said)))
        .hasMessageContaining("expected names that Kafka allows");
  }

  private static KafkaConfig config(String sentiments, String rejected) {
    return new KafkaConfig(
        ENDS.bootstrapServers(), "late", sentiments, rejected, "g", Map.of(), false);
  }

  private static void createTopics(String said, List<String> words) {
    words.add(said);
    try {
      TestKafka.broker().createTopics(1, ENDS.reviews(), ENDS.sentiments(), ENDS.rejected());
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }
}
