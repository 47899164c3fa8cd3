package io.undertone.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.kafka.TransactionLookup.Fate;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way in which a transaction that lies in a checkpoint may have ended. */
class TransactionLookupIT {

  private static final byte[] RESULT = {1};

  private KafkaConfig kafka;
  private KafkaCommittable sent;

  /** Sends a result and forgets the producer, as a job does that dies. */
  @BeforeEach
  void sendsAndDies() throws Exception {
    kafka = TestKafka.config(1, false);
    try (var writer = producer()) {
      writer.initTransactions();
      writer.beginTransaction();
      writer.send(new ProducerRecord<>(kafka.sentiments(), RESULT)).get();
      sent = inACheckpoint(writer);
    }
  }

  @Test
  void isOpen() throws Exception {
    assertThat(log().fateOf(sent)).isEqualTo(Fate.NOT_COMMITTED);
  }

  @Test
  void isCommittedByAProducerThatKnowsNothingOfItsBroker() throws Exception {
    try (var committer = producer()) {
      commit(committer);
    }

    assertThat(log().fateOf(sent)).isEqualTo(Fate.COMMITTED);
    assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSize(1);
  }

  /** It takes an epoch of its own when it has committed, and the log forgets that it did. */
  @Test
  void isCommittedByAProducerThatFirstHearsOfItsBrokersVersion() throws Exception {
    try (var committer = producer()) {
      committer.partitionsFor(kafka.sentiments());
      commit(committer);
    }

    assertThat(state()).isEqualTo(TransactionState.EMPTY);
    assertThat(log().fateOf(sent)).isEqualTo(Fate.COMMITTED);
    assertThat(TestKafka.committed(kafka, kafka.sentiments())).hasSize(1);
  }

  @Test
  void isCommittedByTheProducerThatSentIt() throws Exception {
    try (var writer = producer()) {
      writer.initTransactions();
      writer.beginTransaction();
      writer.send(new ProducerRecord<>(kafka.sentiments(), RESULT)).get();
      sent = inACheckpoint(writer);
      writer.commitTransaction();
    }

    assertThat(log().fateOf(sent)).isEqualTo(Fate.COMMITTED);
  }

  @Test
  void isGivenUp() throws Exception {
    giveUp();

    assertThat(log().fateOf(sent)).isEqualTo(Fate.NOT_COMMITTED);
    assertThatThrownBy(this::commit).isInstanceOf(ProducerFencedException.class);
  }

  @Test
  void isGivenUpAndItsNameIsTakenAgain() throws Exception {
    giveUp();
    try (var next = producer()) {
      next.initTransactions();
      assertThat(log().fateOf(sent)).isEqualTo(Fate.NOT_COMMITTED);
      next.beginTransaction();
      next.send(new ProducerRecord<>(kafka.sentiments(), RESULT)).get();
      next.commitTransaction();
    }

    assertThat(log().fateOf(sent)).isEqualTo(Fate.NOT_COMMITTED);
  }

  @Test
  void wasNeverHeardOf() throws Exception {
    KafkaCommittable unknown = new KafkaCommittable(1, (short) 0, kafka.group() + "-none", null);

    assertThat(log().fateOf(unknown)).isEqualTo(Fate.FORGOTTEN);
  }

  private void commit() {
    try (var committer = producer()) {
      commit(committer);
    }
  }

  private void commit(FlinkKafkaInternalProducer<byte[], byte[]> committer) {
    committer.resumeTransaction(sent.getProducerId(), sent.getEpoch());
    committer.commitTransaction();
  }

  private void giveUp() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.fenceProducers(List.of(kafka.group())).all().get();
    }
  }

  private TransactionState state() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return admin
          .describeTransactions(List.of(kafka.group()))
          .description(kafka.group())
          .get()
          .state();
    }
  }

  private TransactionLookup log() {
    return new TransactionLookup(kafka);
  }

  private FlinkKafkaInternalProducer<byte[], byte[]> producer() {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    settings.put("key.serializer", ByteArraySerializer.class);
    settings.put("value.serializer", ByteArraySerializer.class);
    return new FlinkKafkaInternalProducer<>(settings, kafka.group());
  }

  private static KafkaCommittable inACheckpoint(FlinkKafkaInternalProducer<byte[], byte[]> writer) {
    KafkaCommittable now = KafkaCommittable.of(writer);
    return new KafkaCommittable(
        now.getProducerId(), now.getEpoch(), now.getTransactionalId(), null);
  }
}
