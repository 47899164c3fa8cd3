package io.undertone.job.kafka;

import io.undertone.event.RawRecord;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Reads the topic of reviews: from the checkpoint where there is one, else from the group's
 * committed offsets, else from the beginning; or as {@link ReadingStart} says.
 */
final class ReviewsSource {

  private ReviewsSource() {}

  /** The source; what is read are records as they lie on the topic. */
  static KafkaSource<RawRecord> of(KafkaEnds kafka, ReadingStart start) {
    KafkaSourceBuilder<RawRecord> source =
        KafkaSource.<RawRecord>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setTopics(kafka.reviews())
            .setGroupId(kafka.group())
            .setStartingOffsets(new StartingOffsets(kafka.group(), start))
            .setDeserializer(new RecordReader())
            .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
            .setProperties(kafka.clientProperties());
    if (kafka.bounded()) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }
}
