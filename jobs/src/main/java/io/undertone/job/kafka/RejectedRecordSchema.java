package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.event.RejectedReview;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Serializes a reject: the original key and value, and headers with the reason and the origin. */
final class RejectedRecordSchema implements KafkaRecordSerializationSchema<RejectedReview> {

  private static final long serialVersionUID = 1L;

  private final String topic;

  RejectedRecordSchema(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      RejectedReview rejected, KafkaSinkContext context, @Nullable Long timestamp) {
    List<Header> headers =
        List.of(
            header("reason", rejected.reason().code()),
            header("detail", rejected.detail()),
            header("topic", rejected.topic()),
            header("partition", String.valueOf(rejected.partition())),
            header("offset", String.valueOf(rejected.offset())));
    return new ProducerRecord<>(topic, null, null, rejected.key(), rejected.value(), headers);
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }
}
