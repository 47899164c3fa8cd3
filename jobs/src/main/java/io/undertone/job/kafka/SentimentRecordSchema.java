package io.undertone.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.event.Sentiment;
import io.undertone.job.SentimentJson;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Serializes a result as JSON, keyed by user, so that a user's results keep their order. */
final class SentimentRecordSchema implements KafkaRecordSerializationSchema<Sentiment> {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final List<String> labels;
  private transient SentimentJson json;

  @SuppressWarnings("NullAway.Init") // open() comes before the first record
  SentimentRecordSchema(String topic, List<String> labels) {
    this.topic = topic;
    this.labels = List.copyOf(labels);
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sinkContext) {
    json = new SentimentJson(labels);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Sentiment sentiment, KafkaSinkContext context, @Nullable Long timestamp) {
    byte[] key = sentiment.origin().userId().getBytes(UTF_8);
    return new ProducerRecord<>(topic, null, null, key, json.write(sentiment));
  }
}
