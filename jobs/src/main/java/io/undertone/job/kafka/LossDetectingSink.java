package io.undertone.job.kafka;

import io.undertone.job.JobException;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * A Kafka sink that loses nothing in silence: it commits by {@link LossDetectingCommitter}, and
 * says what to do where settings keep it from opening. Everything else is delegated.
 *
 * @param topic for messages
 * @param transactions tells lost transactions from committed ones
 */
record LossDetectingSink<T>(
    KafkaSink<T> sink, String topic, LostResults lost, TransactionLookup transactions)
    implements Sink<T>,
        SupportsCommitter<KafkaCommittable>,
        SupportsWriterState<T, KafkaWriterState>,
        SupportsPostCommitTopology<KafkaCommittable> {

  private static final long serialVersionUID = 1L;

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    try {
      return sink.createWriter(context);
    } catch (KafkaException refused) {
      throw ofSettings(refused);
    }
  }

  @Override
  public StatefulSinkWriter<T, KafkaWriterState> restoreWriter(
      WriterInitContext context, Collection<KafkaWriterState> restored) {
    try {
      return sink.restoreWriter(context, restored);
    } catch (KafkaException refused) {
      throw ofSettings(refused);
    }
  }

  /** Starting again would find the same where the settings are refused, here or by the broker. */
  private RuntimeException ofSettings(KafkaException refused) {
    boolean tooLong = // the broker's error has no class of its own by the time it comes here
        String.valueOf(refused.getMessage()).contains("transaction.max.timeout.ms");
    return tooLong || JobException.root(refused) instanceof ConfigException
        ? new SuppressRestartsException(
            new JobException(
                "Opening a producer for '%s'".formatted(topic),
                "properties that it and the broker take",
                JobException.found(JobException.root(refused)),
                tooLong
                    ? "Give --kafka-property a transaction.timeout.ms that is no longer than that,"
                        + " or a shorter --checkpoint-interval, or raise it on the brokers."
                    : "Mend --kafka-property.",
                refused))
        : refused;
  }

  @Override
  public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
    return sink.getWriterStateSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
    return sink.getCommittableSerializer();
  }

  @Override
  public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committed) {
    sink.addPostCommitTopology(committed);
  }

  @Override
  public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
    try {
      return new LossDetectingCommitter(sink.createCommitter(context), topic, lost, transactions);
    } catch (IllegalStateException refused) {
      throw ofThisProcess(refused);
    }
  }

  /** Flink refuses two sinks of one process with the same prefix. */
  private RuntimeException ofThisProcess(IllegalStateException refused) {
    String words = String.valueOf(refused.getMessage());
    return words.contains("transactionalIdPrefix")
        ? new JobException(
            "Opening the sink of '%s'".formatted(topic),
            "a prefix of transactional ids of this job's own",
            "one that another job of this process has (%s)".formatted(words),
            "Give each job its own --transactional-id-prefix.",
            refused)
        : refused;
  }
}
