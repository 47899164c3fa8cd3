package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.job.JobException;
import io.undertone.operator.deploy.Deployment;
import io.undertone.operator.deploy.DeploymentJson;
import io.undertone.operator.deploy.DeploymentOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The control topic, as seen from outside the job: sends a deployment and reads its outcome.
 * Answers are read uncommitted. That a model answers is final, since a job writes it after the
 * switch; a refusal is not, since a job that fails before its next checkpoint tries again.
 */
public final class ControlTopic implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  /** Records before the end that are read for the model that was deployed last. */
  private static final int LAST_RECORDS_MAX = 1000;

  private static final Duration LAST_WAIT_MAX = Duration.ofSeconds(10);

  private final KafkaConfig kafka;
  private final String topic;
  private final KafkaConsumer<byte[], byte[]> answers;

  private ControlTopic(KafkaConfig kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
    Properties settings = settings();
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    this.answers = new KafkaConsumer<>(settings, bytes, bytes);
  }

  /**
   * Opens the topic at its end.
   *
   * @param properties further properties of Kafka's clients
   * @throws JobException if there is no broker, no such topic, or more than one partition
   */
  public static ControlTopic open(
      String bootstrapServers, Map<String, String> properties, String topic) {
    KafkaConfig kafka = KafkaConfig.ofModels(bootstrapServers, topic, properties);
    TopicCheck.checkOnly(topic, kafka);
    ControlTopic control = new ControlTopic(kafka, topic);
    try {
      control.seekToEnd();
      return control;
    } catch (KafkaException failure) {
      control.close();
      throw BrokerFailure.of(kafka, failure);
    }
  }

  /**
   * The last deployment that the job took, by the newest {@value #LAST_RECORDS_MAX} records; empty
   * if none of them says so. Called before {@link #send}.
   *
   * @throws JobException if the topic cannot be read
   */
  public Optional<DeploymentOutcome> lastSwitched() {
    TopicPartition only = answers.assignment().iterator().next();
    try {
      long end = answers.position(only);
      answers.seek(only, firstOf(only, end));
      Optional<DeploymentOutcome> last = lastSwitched(only, end);
      answers.seek(only, end);
      return last;
    } catch (KafkaException failure) {
      throw BrokerFailure.of(kafka, failure);
    }
  }

  private Optional<DeploymentOutcome> lastSwitched(TopicPartition only, long end) {
    Optional<DeploymentOutcome> last = Optional.empty();
    long start = System.nanoTime();
    while (answers.position(only) < end && isWithin(start, LAST_WAIT_MAX)) {
      for (ConsumerRecord<byte[], byte[]> record : answers.poll(POLL)) {
        var answer = DeploymentJson.answer(record.value()).filter(DeploymentOutcome::switched);
        last = answer.isPresent() ? answer : last;
      }
    }
    return answers.position(only) < end ? Optional.empty() : last;
  }

  private long firstOf(TopicPartition only, long end) {
    long first = answers.beginningOffsets(List.of(only)).getOrDefault(only, end);
    return Math.max(first, end - LAST_RECORDS_MAX);
  }

  private void seekToEnd() {
    List<TopicPartition> partitions =
        answers.partitionsFor(topic).stream()
            .map(part -> new TopicPartition(topic, part.partition()))
            .toList();
    answers.assign(partitions);
    answers.seekToEnd(partitions);
    partitions.forEach(answers::position); // seeking is lazy
  }

  /**
   * Asks for a model.
   *
   * @throws JobException if the topic does not take it
   */
  public void send(Deployment deployment) throws InterruptedException {
    Properties settings = settings();
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    ByteArraySerializer bytes = new ByteArraySerializer();
    byte[] json = DeploymentJson.write(deployment).getBytes(UTF_8);
    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      producer.send(new ProducerRecord<>(topic, json)).get();
    } catch (ExecutionException failure) {
      throw new JobException(
          "Sending deployment " + deployment.id() + " to '" + topic + "'",
          "that the topic takes it",
          JobException.found(failure.getCause() == null ? failure : failure.getCause()),
          "Check the rights on the topic, and send it again.",
          failure);
    } catch (KafkaException failure) {
      throw BrokerFailure.of(kafka, failure);
    }
  }

  /** Waits for the outcome of a deployment; empty if none comes in time. */
  public Optional<DeploymentOutcome> await(String deployment, Duration wait) {
    long start = System.nanoTime();
    while (isWithin(start, wait)) {
      for (ConsumerRecord<byte[], byte[]> record : answers.poll(POLL)) {
        Optional<DeploymentOutcome> outcome = DeploymentJson.answer(record.value(), deployment);
        if (outcome.isPresent()) {
          return outcome;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isWithin(long start, Duration wait) {
    return Duration.ofNanos(System.nanoTime() - start).compareTo(wait) < 0;
  }

  private Properties settings() {
    Properties settings = kafka.clientProperties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    return settings;
  }

  @Override
  public void close() {
    answers.close();
  }
}
