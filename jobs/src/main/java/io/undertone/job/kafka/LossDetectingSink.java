package io.undertone.job.kafka;

import io.undertone.job.JobException;
import io.undertone.job.kafka.TransactionLookup.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
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
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka sink that loses nothing in silence. Results that were sent before a checkpoint are lost
 * if their transaction expires before it is committed. Flink's sink logs that and goes on; this one
 * fails the job, unless it is told to drop them. Everything else is delegated.
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

  private static final Logger LOG = LoggerFactory.getLogger(LossDetectingSink.class);

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
                JobException.words(JobException.root(refused)),
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
      return new Watched(sink.createCommitter(context), this::tries, this::refused);
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

  /**
   * Whether a transaction has to be committed. Most of those in a checkpoint were committed before
   * the job failed; Flink's committer would try again, be fenced, and log that data may be lost.
   */
  private boolean tries(CommitRequest<KafkaCommittable> request) {
    if (request.getCommittable().getProducer().isPresent()) {
      return true; // this process sent it
    }
    Fate fate = transactions.fateOf(request.getCommittable());
    switch (fate) {
      case COMMITTED -> request.signalAlreadyCommitted();
      case UNANSWERED -> request.retryLater();
      default -> {}
    }
    return fate == Fate.NOT_COMMITTED || fate == Fate.FORGOTTEN;
  }

  /** Handles a transaction whose commit Kafka refuses. */
  private void refused(CommitRequest<KafkaCommittable> request, Throwable reason) {
    Fate fate = transactions.fateOf(request.getCommittable());
    switch (fate) {
      case COMMITTED -> request.signalAlreadyCommitted();
      case UNANSWERED -> request.retryLater();
      default -> {
        JobException gone = gone(fate, request.getCommittable(), reason);
        if (lost == LostResults.FAIL) {
          throw new SuppressRestartsException(gone); // a restart would find the same
        }
        LOG.error("{}", gone.getMessage());
        request.signalFailedWithKnownReason(reason);
      }
    }
  }

  private JobException gone(Fate fate, KafkaCommittable transaction, Throwable reason) {
    boolean forgotten = fate == Fate.FORGOTTEN;
    return new JobException(
        "Committing what was sent to '%s' before the last checkpoint".formatted(topic),
        "that Kafka still holds the transaction " + transaction.getTransactionalId(),
        forgotten
            ? "that it has forgotten this id, as it does when nobody used it for transactional.id.expiration.ms"
            : "that it gave it up (%s)".formatted(reason.getClass().getSimpleName()),
        forgotten
            ? "Whether it was committed cannot be told any more. If the job was stopped with a"
                + " savepoint and this is that one, it was: give --lost-results drop, and nothing"
                + " is lost. If the job was killed, look whether the results of its last checkpoint"
                + " interval are in the topic."
            : "The job was down for longer than transaction.timeout.ms, or another job uses the same"
                + " --transactional-id-prefix; the results of one checkpoint interval are lost. Start"
                + " from an earlier checkpoint to have them again, with those after it twice, or give"
                + " --lost-results drop to go on without them.",
        reason);
  }

  /** A committer that asks for the fate of a transaction before it retries or gives up. */
  @SuppressWarnings("try") // its close() may be interrupted; nobody opens it in a try
  private record Watched(
      Committer<KafkaCommittable> committer,
      Predicate<CommitRequest<KafkaCommittable>> tries,
      BiConsumer<CommitRequest<KafkaCommittable>, Throwable> refused)
      implements Committer<KafkaCommittable> {

    @Override
    public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
        throws IOException, InterruptedException {
      List<CommitRequest<KafkaCommittable>> open = new ArrayList<>();
      for (CommitRequest<KafkaCommittable> request : requests) {
        if (tries.test(request)) {
          open.add(new Request(request, refused));
        }
      }
      committer.commit(open);
    }

    @Override
    public void close() throws Exception {
      committer.close();
    }
  }

  private record Request(
      CommitRequest<KafkaCommittable> request,
      BiConsumer<CommitRequest<KafkaCommittable>, Throwable> refused)
      implements CommitRequest<KafkaCommittable> {

    @Override
    public KafkaCommittable getCommittable() {
      return request.getCommittable();
    }

    @Override
    public int getNumberOfRetries() {
      return request.getNumberOfRetries();
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      refused.accept(request, reason);
    }

    /** Kafka forgets a transactional id that was not used for a week. */
    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      if (reason instanceof InvalidPidMappingException) {
        refused.accept(request, reason);
      } else {
        request.signalFailedWithUnknownReason(reason);
      }
    }

    @Override
    public void retryLater() {
      request.retryLater();
    }

    @Override
    public void updateAndRetryLater(KafkaCommittable committable) {
      request.updateAndRetryLater(committable);
    }

    @Override
    public void signalAlreadyCommitted() {
      request.signalAlreadyCommitted();
    }
  }
}
