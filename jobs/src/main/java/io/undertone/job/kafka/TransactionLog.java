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
 * What has become of a transaction, in its coordinator's own words. Since Kafka 4 a commit raises
 * the producer's epoch, so whoever commits once more is told that he is fenced, whether the
 * transaction was committed or given up.
 *
 * <p>A transaction that lies in a checkpoint is never aborted by who holds its epoch, only by a
 * producer that takes the next one. So the epochs tell the ends apart: a commit leaves the same one
 * or the next. A producer that first heard of Kafka 4 while it committed takes the next one by
 * itself, and leaves no word of the commit, only an {@code EMPTY} transaction. One that was given
 * up before is two or more epochs on.
 */
record TransactionLog(KafkaEnds kafka) implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Set<TransactionState> COMMITTED =
      Set.of(TransactionState.PREPARE_COMMIT, TransactionState.COMPLETE_COMMIT);

  /** What the coordinator says. */
  enum Fate {
    COMMITTED,
    /** It is open, or was given up. */
    NOT_COMMITTED,
    /** Nobody used its id for so long, a week by default, that the coordinator knows nothing. */
    FORGOTTEN,
    UNANSWERED
  }

  /** Asks the coordinator. An interrupt of the thread is kept. */
  Fate fateOf(KafkaCommittable transaction) {
    String id = transaction.getTransactionalId();
    try (Admin admin = Admin.create(TopicCheck.settings(kafka))) {
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
