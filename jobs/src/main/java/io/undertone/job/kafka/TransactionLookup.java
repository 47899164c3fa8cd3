package io.undertone.job.kafka;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * Asks the coordinator for the fate of a transaction. Since Kafka 4 a commit raises the producer's
 * epoch, so a second commit is refused as fenced, whether the transaction was committed or aborted.
 *
 * <p>The holder of its epoch never aborts a transaction that is in a checkpoint; only a producer
 * that takes the next epoch does. So the epochs tell the outcomes apart. A commit leaves the same
 * epoch or the next one. A producer that learned only while committing that the broker is Kafka 4
 * takes the next epoch itself, and leaves no trace of the commit but an {@code EMPTY} transaction.
 * After an abort the epoch is higher by two or more.
 */
record TransactionLookup(KafkaConfig kafka) implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Set<TransactionState> COMMITTED =
      Set.of(TransactionState.PREPARE_COMMIT, TransactionState.COMPLETE_COMMIT);

  /** What the coordinator answers. */
  enum Fate {
    COMMITTED,
    /** It is open, or was aborted. */
    NOT_COMMITTED,
    /** The id has expired, after a week without use by default. */
    FORGOTTEN,
    /** The coordinator did not answer. */
    UNANSWERED
  }

  /** Asks the coordinator; keeps the thread's interrupt. */
  Fate fateOf(KafkaCommittable transaction) {
    String id = transaction.getTransactionalId();
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      TransactionDescription now =
          requireNonNull(admin.describeTransactions(List.of(id)).all().get().get(id));
      int epochs = now.producerEpoch() - transaction.getEpoch();
      boolean committed =
          now.producerId() == transaction.getProducerId()
              && epochs <= 1
              && (COMMITTED.contains(now.state())
                  || (epochs == 1 && now.state() == TransactionState.EMPTY));
      return committed ? Fate.COMMITTED : Fate.NOT_COMMITTED;
    } catch (ExecutionException failure) {
      return failure.getCause() instanceof TransactionalIdNotFoundException
          ? Fate.FORGOTTEN
          : Fate.UNANSWERED;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Fate.UNANSWERED;
    }
  }
}
