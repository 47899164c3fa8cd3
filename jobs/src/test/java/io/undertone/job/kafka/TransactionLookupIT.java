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

  private KafkaEnds ends;
  private KafkaCommittable sent;

  /** Sends a result and forgets the producer, as a job does that dies. */
  @BeforeEach
  void sendsAndDies() throws Exception {
    ends = TestKafka.ends(1, false);
    try (var writer = producer()) {
      writer.initTransactions();
      writer.beginTransaction();
      writer.send(new ProducerRecord<>(ends.sentiments(), RESULT)).get();
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
    assertThat(TestKafka.committed(ends, ends.sentiments())).hasSize(1);
  }

  /** It takes an epoch of its own when it has committed, and the log forgets that it did. */
  @Test
  void isCommittedByAProducerThatFirstHearsOfItsBrokersVersion() throws Exception {
    try (var committer = producer()) {
      committer.partitionsFor(ends.sentiments());
      commit(committer);
    }

    assertThat(state()).isEqualTo(TransactionState.EMPTY);
    assertThat(log().fateOf(sent)).isEqualTo(Fate.COMMITTED);
    assertThat(TestKafka.committed(ends, ends.sentiments())).hasSize(1);
  }

  @Test
  void isCommittedByTheProducerThatSentIt() throws Exception {
    try (var writer = producer()) {
      writer.initTransactions();
      writer.beginTransaction();
      writer.send(new ProducerRecord<>(ends.sentiments(), RESULT)).get();
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
      next.send(new ProducerRecord<>(ends.sentiments(), RESULT)).get();
      next.commitTransaction();
    }

    assertThat(log().fateOf(sent)).isEqualTo(Fate.NOT_COMMITTED);
  }

  @Test
  void wasNeverHeardOf() throws Exception {
    KafkaCommittable unknown = new KafkaCommittable(1, (short) 0, ends.group() + "-none", null);

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
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", ends.bootstrapServers()))) {
      admin.fenceProducers(List.of(ends.group())).all().get();
    }
  }

  private TransactionState state() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", ends.bootstrapServers()))) {
      return admin
          .describeTransactions(List.of(ends.group()))
          .description(ends.group())
          .get()
          .state();
    }
  }

  private TransactionLookup log() {
    return new TransactionLookup(ends);
  }

  private FlinkKafkaInternalProducer<byte[], byte[]> producer() {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", ends.bootstrapServers());
    settings.put("key.serializer", ByteArraySerializer.class);
    settings.put("value.serializer", ByteArraySerializer.class);
    return new FlinkKafkaInternalProducer<>(settings, ends.group());
  }

  private static KafkaCommittable inACheckpoint(FlinkKafkaInternalProducer<byte[], byte[]> writer) {
    KafkaCommittable now = KafkaCommittable.of(writer);
    return new KafkaCommittable(
        now.getProducerId(), now.getEpoch(), now.getTransactionalId(), null);
  }
}
