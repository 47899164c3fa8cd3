package io.undertone.job.kafka;

import io.undertone.event.RawRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * The source of reviews and that of deployments. Reads from the checkpoint if there is one, else
 * from the group's committed offsets, else from the beginning, or as {@link ReadingStart} says.
 */
public final class ReviewsSource {

  private ReviewsSource() {}

  /** The records of the topic, without watermarks, since no step uses them. */
  static DataStream<RawRecord> read(
      StreamExecutionEnvironment environment, KafkaConfig kafka, ReadingStart start) {
    return environment
        .fromSource(of(kafka, start), WatermarkStrategy.noWatermarks(), "reviews from Kafka")
        .uid(KafkaJob.SOURCE);
  }

  /**
   * The same for a query, which belongs to no group: from the checkpoint, else from the beginning,
   * so that memories are complete.
   *
   * @param savepoint with memories; null if there is none
   */
  public static DataStream<RawRecord> readWhole(
      StreamExecutionEnvironment environment, KafkaConfig kafka, @Nullable String savepoint) {
    return read(environment, kafka, new ReadingStart(MemoryStart.EMPTY, false, null, savepoint));
  }

  /** The source of reviews. */
  static KafkaSource<RawRecord> of(KafkaConfig kafka, ReadingStart start) {
    return of(kafka, kafka.reviews(), start);
  }

  /** The source of the control topic; no memory depends on where it starts. */
  static KafkaSource<RawRecord> ofDeployments(KafkaConfig kafka, String topic) {
    return of(kafka, topic, ReadingStart.goingOn(MemoryStart.EMPTY));
  }

  private static KafkaSource<RawRecord> of(KafkaConfig kafka, String topic, ReadingStart start) {
    KafkaSourceBuilder<RawRecord> source =
        KafkaSource.<RawRecord>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setTopics(topic)
            .setStartingOffsets(new StartingOffsets(kafka, start))
            .setDeserializer(new RawRecordSchema())
            .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
            .setProperties(kafka.clientProperties());
    if (!kafka.group().isEmpty()) {
      source.setGroupId(kafka.group());
    }
    if (kafka.bounded()) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }
}
