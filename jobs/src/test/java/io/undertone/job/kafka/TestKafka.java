package io.undertone.job.kafka;

import io.undertone.job.broker.EmbeddedBroker;
import io.undertone.job.chaos.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One broker for all tests of a process, and topics for each that asks. */
public final class TestKafka {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** After so long without a record, no more are expected. */
  private static final Duration QUIET = Duration.ofMillis(300);

  private static @Nullable EmbeddedBroker broker;
  private static int topics;

  private TestKafka() {}

  /** The broker; the first call starts it, the end of the process stops it. */
  public static synchronized EmbeddedBroker broker() {
    if (broker == null) {
      broker = EmbeddedBroker.start();
    }
    return broker;
  }

  /** A config with topics of its own. */
  public static synchronized KafkaConfig config(int partitions, boolean bounded) throws Exception {
    String number = "-" + topics++;
    return created(broker(), partitions, number, "group" + number, bounded);
  }

  /** A config for a broker of the caller's own, which has no topics yet. */
  public static KafkaConfig config(EmbeddedBroker own, int partitions, String group)
      throws Exception {
    return created(own, partitions, "", group, false);
  }

  private static KafkaConfig created(
      EmbeddedBroker on, int partitions, String ending, String group, boolean bounded)
      throws Exception {
    KafkaConfig kafka =
        new KafkaConfig(
            on.bootstrapServers(),
            "reviews" + ending,
            "sentiments" + ending,
            "rejected" + ending,
            group,
            Map.of(),
            bounded);
    on.createTopics(partitions, kafka.topics().toArray(new String[0]));
    return kafka;
  }

  /** The options of {@code run} that name its topics; ids of transactions begin with the group. */
  public static List<String> options(KafkaConfig kafka) {
    return List.of(
        "--bootstrap-servers",
        kafka.bootstrapServers(),
        "--reviews",
        kafka.reviews(),
        "--sentiments",
        kafka.sentiments(),
        "--rejected",
        kafka.rejected(),
        "--group",
        kafka.group(),
        "--transactional-id-prefix",
        kafka.group());
  }

  /** Puts records on the topic of reviews, in order. */
  public static void send(KafkaConfig kafka, List<ProducerRecord<byte[], byte[]>> records)
      throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    List<Future<?>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "max.request.size", String.valueOf(ExactlyOnce.RECORD_BYTES_MAX)),
            bytes,
            bytes)) {
      records.forEach(record -> sent.add(producer.send(record)));
    }
    for (Future<?> each : sent) {
      each.get();
    }
  }

  /** Every committed record of a topic. */
  public static List<ConsumerRecord<byte[], byte[]>> committed(KafkaConfig kafka, String topic) {
    awaitMarkers(kafka);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (TopicReader reader = TopicReader.committed(kafka.bootstrapServers(), topic)) {
      Map<TopicPartition, Long> ends = reader.ends();
      while (!reader.hasReached(ends)) {
        records.addAll(reader.poll(Duration.ofMillis(100)));
      }
    }
    return records;
  }

  /** A commit is answered before the topics have its markers, and readers wait for those. */
  private static void awaitMarkers(KafkaConfig kafka) {
    var underWay =
        new ListTransactionsOptions()
            .filterStates(List.of(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      Waiting.until("no transaction waits for its markers", () -> none(admin, underWay));
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  private static boolean none(Admin admin, ListTransactionsOptions like) throws Exception {
    try {
      return admin.listTransactions(like).all().get().isEmpty();
    } catch (ExecutionException brokerIsAway) {
      return false;
    }
  }

  /** So many records of a topic, whether committed or not. */
  public static List<ConsumerRecord<byte[], byte[]>> uncommitted(
      KafkaConfig kafka, String topic, int count) {
    try (TopicReader reader = TopicReader.uncommitted(kafka.bootstrapServers(), topic)) {
      return read(reader, count);
    }
  }

  /** Reads until there are so many, and then until nothing comes, in case there are too many. */
  private static List<ConsumerRecord<byte[], byte[]>> read(TopicReader reader, int count) {
    Map<TopicPartition, Long> ends = reader.ends();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while ((records.size() < count || !reader.hasReached(ends)) && System.nanoTime() < deadline) {
      records.addAll(reader.poll(Duration.ofMillis(100)));
    }
    List<ConsumerRecord<byte[], byte[]>> more = reader.poll(QUIET);
    while (!more.isEmpty() && System.nanoTime() < deadline) {
      records.addAll(more);
      more = reader.poll(QUIET);
    }
    return records;
  }
}
