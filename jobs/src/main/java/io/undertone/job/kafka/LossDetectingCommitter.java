package io.undertone.job.kafka;

import io.undertone.job.JobException;
import io.undertone.job.kafka.TransactionLookup.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits transactions, and asks for the fate of one before it retries or gives up. Results that
 * were sent before a checkpoint are lost if their transaction expires before it is committed.
 * Flink's committer logs that and goes on; this one fails the job, unless it is told to drop them.
 */
@SuppressWarnings("try") // its close() may be interrupted; nobody opens it in a try
final class LossDetectingCommitter implements Committer<KafkaCommittable> {

  private static final Logger LOG = LoggerFactory.getLogger(LossDetectingCommitter.class);

  private final Committer<KafkaCommittable> committer;
  private final String topic;
  private final LostResults lost;
  private final TransactionLookup transactions;

  /**
   * @param committer Flink's own, closed with this
   * @param topic for messages
   * @param transactions tells lost transactions from committed ones
   */
  LossDetectingCommitter(
      Committer<KafkaCommittable> committer,
      String topic,
      LostResults lost,
      TransactionLookup transactions) {
    this.committer = committer;
    this.topic = topic;
    this.lost = lost;
    this.transactions = transactions;
  }

  @Override
  public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
      throws IOException, InterruptedException {
    List<CommitRequest<KafkaCommittable>> open = new ArrayList<>();
    for (CommitRequest<KafkaCommittable> request : requests) {
      if (hasToBeCommitted(request)) {
        open.add(new Request(request));
      }
    }
    committer.commit(open);
  }

  @Override
  public void close() throws Exception {
    committer.close();
  }

  /**
   * Whether a transaction has to be committed; if not, its request is answered here. Most of those
   * in a checkpoint were committed before the job failed; Flink's committer would try again, be
   * fenced, and log that data may be lost.
   */
  private boolean hasToBeCommitted(CommitRequest<KafkaCommittable> request) {
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

  /** A request whose refusal is looked into. */
  private final class Request implements CommitRequest<KafkaCommittable> {

    private final CommitRequest<KafkaCommittable> request;

    Request(CommitRequest<KafkaCommittable> request) {
      this.request = request;
    }

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
      refused(request, reason);
    }

    /** Kafka forgets a transactional id that was not used for a week. */
    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      if (reason instanceof InvalidPidMappingException) {
        refused(request, reason);
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
