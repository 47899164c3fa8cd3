package io.undertone.job.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertone.job.JobException;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.TopicReader;
import io.undertone.job.local.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer and the consumer of the demo: sends the sample to the topic, record by record, and
 * shows the results. It sees the job only through Kafka.
 */
public final class Demo {

  /** How long to wait for the next answer, in addition to the time between two records. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration POLL = Duration.ofMillis(50);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaConfig kafka;
  private final Duration gap;
  private final DemoTable table;
  private final DemoTally tally = new DemoTally();
  private final List<SampleRecord> records = Sample.records();
  private final Map<String, SampleRecord> reviews = new HashMap<>();
  private final RejectedRecords rejectedRecords = new RejectedRecords();
  private final SampleSender sender;

  /**
   * A demo on these topics, shown on a terminal.
   *
   * @param gap between two records
   */
  public Demo(KafkaConfig kafka, Duration gap, Terminal terminal) {
    this.kafka = kafka;
    this.gap = gap;
    this.table = new DemoTable(terminal);
    this.sender = new SampleSender(kafka.reviews(), tally, rejectedRecords);
    records.forEach(record -> reviews.put(record.id(), record));
  }

  /** Sends and shows all records; returns when each is answered; throws if the job ends before. */
  public DemoTally play(Future<?> job) throws Exception {
    table.header();
    Thread sending = new Thread(this::send, "sample");
    sending.setDaemon(true);
    try (TopicReader reader =
        TopicReader.uncommitted(kafka.bootstrapServers(), kafka.sentiments(), kafka.rejected())) {
      sending.start();
      showAll(reader, job);
    }
    return tally;
  }

  private void showAll(TopicReader reader, Future<?> job) throws Exception {
    Duration silenceMax = gap.plus(PATIENCE);
    SilenceTimeout silence = new SilenceTimeout(silenceMax, System::nanoTime);
    while (tally.answered() < records.size()) {
      if (showSome(reader)) {
        silence.reset();
      }
      sender.requireNoFailure();
      if (job.isDone()) {
        job.get();
      }
      if (silence.isExpired()) {
        throw silent(silenceMax);
      }
    }
  }

  /** Shows what has come; returns whether there was anything. */
  private boolean showSome(TopicReader reader) {
    List<ConsumerRecord<byte[], byte[]>> answers = reader.poll(POLL);
    answers.forEach(this::show);
    rejectedRecords.takeKnown().forEach(this::showReject);
    List<SampleRecord> forgotten = tally.takeForgotten();
    forgotten.forEach(table::forgotten);
    return !answers.isEmpty() || !forgotten.isEmpty();
  }

  private JobException silent(Duration silence) {
    return new JobException(
        "Showing the sample",
        records.size() + " answers",
        tally.answered() + " after " + silence.toSeconds() + " s of silence",
        "Run it again with --verbose to see what Flink says.");
  }

  private void send() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "0");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
      sender.send(producer, records, gap);
    } catch (RuntimeException failure) {
      sender.failed(failure); // the thread that shows throws it
    }
  }

  private void show(ConsumerRecord<byte[], byte[]> answer) {
    if (answer.topic().equals(kafka.sentiments())) {
      showResult(parse(answer.value()));
    } else {
      rejectedRecords.rejected(answer);
    }
  }

  private void showResult(JsonNode result) {
    SampleRecord review = reviews.get(result.path("review_id").asText());
    if (review == null) {
      return; // typed by somebody, not of the sample
    }
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

  private void showReject(RejectedRecords.Reject reject) {
    tally.rejected();
    table.rejected(reject.record(), reject.reason(), reject.detail());
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException broken) {
      throw new UncheckedIOException("Reading a result", broken);
    }
  }
}
