package io.undertone.job.kafka;

import io.undertone.job.JobException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Builds exactly-once sinks: their records become visible to read-committed consumers with the
 * checkpoint that covers them.
 *
 * @param prefix of the transactional ids; no two jobs on a cluster may share it
 * @param checkpointInterval how long a transaction is normally open
 */
public record ExactlyOnce(String prefix, Duration checkpointInterval) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The brokers' own default for {@code transaction.max.timeout.ms}; above it they refuse. */
  static final Duration TIMEOUT_MAX = Duration.ofMinutes(15);

  /** How long a restart may take before the broker aborts pending transactions. */
  private static final Duration RECOVERY = Duration.ofMinutes(5);

  /**
   * The producers' largest request. A reject is larger than the rejected record, by its headers, so
   * the default of 1 MiB would refuse records that the topic accepts. This is all that a producer's
   * memory can hold; the topic has its own limit.
   */
  static final int RECORD_BYTES_MAX = 32 << 20;

  /** The longest interval that leaves a transaction time for a recovery. */
  public static Duration checkpointIntervalMax() {
    return TIMEOUT_MAX.minus(RECOVERY).dividedBy(2);
  }

  /** Long enough for two checkpoints and a recovery. */
  Duration transactionTimeout() {
    return checkpointInterval.multipliedBy(2).plus(RECOVERY);
  }

  /**
   * Has Flink give a checkpoint up while Kafka still keeps its transactions: one that completed
   * later would commit what is gone. A shorter timeout of the environment's stays.
   *
   * @throws JobException if a transaction may not be open for two checkpoint intervals: each would
   *     be given up before it could be committed
   */
  void boundCheckpoints(StreamExecutionEnvironment environment, KafkaConfig kafka) {
    CheckpointConfig checkpoints = environment.getCheckpointConfig();
    String timeout = producer(kafka).getProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    long open = Long.parseLong(timeout.strip()); // as Kafka's clients take it
    long interval = checkpointInterval.toMillis();
    if (open < 2 * interval) {
      throw new JobException(
          "Reading the Kafka property " + ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
          "two checkpoint intervals, %d ms, or more".formatted(2 * interval),
          String.valueOf(open),
          "Kafka would give results up before they are committed. Raise it, or leave it out.");
    }
    long max = Math.max(open - 2 * interval, interval);
    checkpoints.setCheckpointTimeout(Math.min(checkpoints.getCheckpointTimeout(), max));
  }

  /** A sink with transactional ids of its own. */
  <T> KafkaSink<T> sink(String name, KafkaConfig kafka, KafkaRecordSerializationSchema<T> writer) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(prefix + "-" + name)
        .setKafkaProducerConfig(producer(kafka))
        .setRecordSerializer(writer)
        .build();
  }

  /** The producers' settings: the job's own, overridden by the user's. */
  Properties producer(KafkaConfig kafka) {
    Properties producer = new Properties();
    producer.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(RECORD_BYTES_MAX));
    producer.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, String.valueOf(transactionTimeout().toMillis()));
    producer.putAll(kafka.clientProperties());
    return producer;
  }
}
