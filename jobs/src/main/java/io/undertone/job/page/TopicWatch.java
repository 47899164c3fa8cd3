package io.undertone.job.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.event.UserEvent;
import io.undertone.job.JobException;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.RawRecordSchema;
import io.undertone.job.kafka.TopicReader;
import io.undertone.operator.parse.ParsedRecord.Accepted;
import io.undertone.operator.parse.RecordReader;
import io.undertone.operator.settings.SentimentSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the job's three topics in a thread of its own: reviews go to the shadow model and into the
 * page's state, results and rejects into the state. The shadow model takes a review before its
 * answer is shown, so whoever has seen an answer finds a shadow model that remembers the review.
 */
final class TopicWatch implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaConfig kafka;
  private final RecordReader records;
  private final ShadowModel shadow;
  private final PageState state;
  private final Thread thread = new Thread(this::watch, "page topics");
  private volatile boolean closing;

  TopicWatch(KafkaConfig kafka, SentimentSettings settings, ShadowModel shadow, PageState state) {
    this.kafka = kafka;
    this.records = new RecordReader(settings.limits(), settings.format());
    this.shadow = shadow;
    this.state = state;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSE_MAX.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try (TopicReader reader =
        TopicReader.uncommitted(
            kafka.bootstrapServers(), kafka.reviews(), kafka.sentiments(), kafka.rejected())) {
      while (!closing) {
        take(reader.poll(POLL));
      }
    } catch (Exception broken) {
      state.failed(
          new JobException(
              "Reading the topics of the demo",
              "a broker that answers and records that can be read",
              JobException.found(broken),
              "Start the demo again, with --verbose to see what Kafka says."));
    }
  }

  private void take(List<ConsumerRecord<byte[], byte[]>> polled) throws Exception {
    List<UserEvent> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      if (record.topic().equals(kafka.reviews())
          && records.read(RawRecordSchema.of(record)) instanceof Accepted is) {
        events.add(is.event());
      }
    }
    shadow.take(events);
    state.read(events);
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      if (record.topic().equals(kafka.sentiments())) {
        state.answered(JSON.readTree(record.value()));
      } else if (record.topic().equals(kafka.rejected())) {
        String user = record.key() == null ? null : new String(record.key(), UTF_8);
        state.rejected(
            user, TopicReader.header(record, "reason"), TopicReader.header(record, "detail"));
      }
    }
  }
}
