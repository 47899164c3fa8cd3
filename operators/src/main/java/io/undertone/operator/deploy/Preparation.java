package io.undertone.operator.deploy;

import io.undertone.cell.DeviceChoice;
import io.undertone.operator.model.FetchedBundle;
import io.undertone.operator.model.ModelLease;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches, verifies and proves a deployed model in a thread of its own, while the task goes on, and
 * hands it to the task's thread. Whatever goes wrong is the deployment's end, not the job's.
 *
 * @param mails of the task's thread
 * @param job the same on all subtasks of a job, and on no other's
 * @param taker called in the task's thread
 */
record Preparation(MailboxExecutor mails, DeviceChoice device, String job, Taker taker) {

  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  /** Who waits for the model. */
  interface Taker {

    /** The model is proven; whoever takes it closes the lease. */
    void take(Deployment pinned, ModelLease lease);

    /** It cannot be used. */
    void refuse(Deployment deployment, Throwable broken);
  }

  void start(Deployment deployment) {
    Thread thread = new Thread(() -> prepare(deployment), "prepare model " + deployment.id());
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
  }

  private void prepare(Deployment deployment) {
    try {
      FetchedBundle bundle =
          FetchedBundle.of(
              deployment.bundle(), deployment.manifestSha256(), job + " " + deployment.id());
      ModelLease lease = bundle.lease(device);
      Deployment pinned = deployment.pinned(bundle.manifestSha256());
      try {
        mails.execute(() -> taker.take(pinned, lease), "take the model that was prepared");
      } catch (RejectedExecutionException closed) {
        lease.close();
      }
    } catch (Throwable broken) {
      LOG.info("Deployment {} cannot be prepared here", deployment.id(), broken);
      refuse(deployment, broken);
    }
  }

  private void refuse(Deployment deployment, Throwable broken) {
    try {
      mails.execute(() -> taker.refuse(deployment, broken), "refuse the model");
    } catch (RejectedExecutionException closed) {
      LOG.debug("The task has ended", closed);
    }
  }
}
