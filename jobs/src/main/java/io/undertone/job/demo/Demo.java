package io.undertone.job.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.job.JobException;
import io.undertone.job.Terminal;
import io.undertone.job.kafka.KafkaEnds;
import io.undertone.job.kafka.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Plays both ends of a running job: sends the sample to its topic, one record after the other, and
 * shows what comes back. It sees the job only through Kafka.
 */
public final class Demo {

  /** How long after the last record the last answer may come. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration POLL = Duration.ofMillis(50);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaEnds kafka;
  private final Duration gap;
  private final DemoTable table;
  private final DemoTally tally = new DemoTally();
  private final List<SampleRecord> records = Sample.records();
  private final Map<String, SampleRecord> reviews = new HashMap<>();

  /** Broken records have no id to find them by; their place on the topic does as well. */
  private final Map<String, SampleRecord> places = new ConcurrentHashMap<>();

  /**
   * @param gap between two records
   */
  Demo(KafkaEnds kafka, Duration gap, DemoTable table) {
    this.kafka = kafka;
    this.gap = gap;
    this.table = table;
    records.forEach(record -> reviews.put(record.id(), record));
  }

  /** A demo between these ends, shown on a terminal. */
  public static Demo on(KafkaEnds kafka, Duration gap, Terminal terminal) {
    return new Demo(kafka, gap, new DemoTable(terminal));
  }

  /** Sends all and shows all; ends when each record has been answered, or the job has ended. */
  public DemoTally play(Future<?> job) throws Exception {
    table.header();
    Thread sender = new Thread(this::send, "sample");
    sender.setDaemon(true);
    try (TopicReader reader =
        TopicReader.uncommitted(kafka.bootstrapServers(), kafka.sentiments(), kafka.rejected())) {
      sender.start();
      long deadline = System.nanoTime() + gap.multipliedBy(records.size()).plus(PATIENCE).toNanos();
      while (tally.answered() < records.size() && System.nanoTime() < deadline) {
        reader.poll(POLL).forEach(this::show);
        tally.takeForgotten().forEach(table::forgotten);
        if (job.isDone()) {
          job.get();
        }
      }
    }
    if (tally.answered() < records.size()) {
      throw new JobException(
          "Showing the sample",
          records.size() + " answers",
          tally.answered() + " after " + PATIENCE.toSeconds() + " s of silence",
          "Run it again with --verbose to see what Flink says.");
    }
    return tally;
  }

  private void send() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "0");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
      for (SampleRecord record : records) {
        tally.sent(record);
        Future<?> unused =
            producer.send(
                new ProducerRecord<>(
                    kafka.reviews(), null, record.timestamp(), record.key(), record.value()),
                (place, failure) -> places.put(place.partition() + "@" + place.offset(), record));
        Thread.sleep(gap.toMillis());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(ConsumerRecord<byte[], byte[]> answer) {
    if (answer.topic().equals(kafka.sentiments())) {
      showResult(parse(answer.value()));
    } else {
      showReject(answer);
    }
  }

  private void showResult(JsonNode result) {
    SampleRecord review = Objects.requireNonNull(reviews.get(result.path("review_id").asText()));
    int remembered = result.path("remembered").asInt();
    if (result.has("surprise")) {
      double surprise = result.path("surprise").asDouble();
      tally.surprise(review, surprise, result.path("tokens").asInt(), remembered);
      table.surprise(review, surprise, remembered);
    } else {
      String label = result.path("label").asText();
      tally.result(review, label, remembered);
      table.result(review, label, result.path("score").asDouble(), remembered);
    }
  }

  private void showReject(ConsumerRecord<byte[], byte[]> answer) {
    SampleRecord record = places.get(header(answer, "partition") + "@" + header(answer, "offset"));
    tally.rejected();
    table.rejected(
        Objects.requireNonNull(record), header(answer, "reason"), header(answer, "detail"));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return new String(header.value(), UTF_8);
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException broken) {
      throw new UncheckedIOException("Reading a result", broken);
    }
  }
}
