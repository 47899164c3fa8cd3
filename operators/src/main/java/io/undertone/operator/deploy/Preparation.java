package io.undertone.operator.deploy;

import io.undertone.cell.ModelLease;
import io.undertone.model.BundleException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches and checks a deployed model in a thread of its own, while the task goes on, and hands it
 * to the task's thread. Any failure, also a place that never answers, ends the deployment and never
 * the job. Used by the task's thread; prepares one model at a time.
 */
final class Preparation {

  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  /** A model that takes longer is refused, so that the next deployment can begin. */
  static final Duration TIME_MAX = Duration.ofMinutes(10);

  private final MailboxExecutor mails;
  private final Source source;
  private final Taker taker;
  private final Duration timeMax;

  private @Nullable Prepared prepared;

  /** Where models come from. */
  interface Source {

    /** Fetches and proves the model; ends early where the thread is interrupted, if it can. */
    Proven prove(Deployment deployment) throws Exception;
  }

  /**
   * A model that has given its goldens' answers.
   *
   * @param pinned the deployment, with the manifest that was found
   */
  record Proven(Deployment pinned, ModelLease lease) {}

  /** Who waits for the model. */
  interface Taker {

    /** The model is proven; whoever takes it closes the lease. */
    void take(Deployment pinned, ModelLease lease);

    /** It cannot be used. */
    void refuse(Deployment deployment, Throwable broken);
  }

  /**
   * @param mails of the task's thread
   * @param taker called in the task's thread
   */
  Preparation(MailboxExecutor mails, Source source, Taker taker, Duration timeMax) {
    this.mails = mails;
    this.source = source;
    this.taker = taker;
    this.timeMax = timeMax;
  }

  /** Starts to prepare this model, and drops the one before. */
  void start(Deployment deployment) {
    stop();
    prepared = new Prepared(deployment);
    prepared.start();
  }

  /** Drops the model that is being prepared, or was prepared and has not been taken. */
  void stop() {
    if (prepared != null) {
      prepared.stop();
      prepared = null;
    }
  }

  private BundleException tooLate(Deployment deployment) {
    return new BundleException(
        "Preparing the model from " + deployment.bundle(),
        "that it is fetched and proven within %d s".formatted(timeMax.toSeconds()),
        "that it was not",
        "See that the job's machines reach the place, and deploy it again.");
  }

  /** One model, from the request to the task's thread. */
  private final class Prepared {

    private final Deployment deployment;
    private final Thread thread;
    private final CompletableFuture<Proven> proven = new CompletableFuture<>();

    Prepared(Deployment deployment) {
      this.deployment = deployment;
      this.thread = new Thread(this::prove, "prepare model " + deployment.id());
      thread.setDaemon(true);
      thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the mail says what became of it
    void start() {
      proven.orTimeout(timeMax.toMillis(), TimeUnit.MILLISECONDS);
      proven.whenComplete((model, broken) -> end());
      thread.start();
    }

    /** In the task's thread, as {@link #handOver}: closes a model that has not been taken. */
    void stop() {
      if (!proven.cancel(false) && !proven.isCompletedExceptionally()) {
        proven.join().lease().close();
      }
    }

    private void prove() {
      try {
        Proven model = source.prove(deployment);
        if (!proven.complete(model)) {
          model.lease().close(); // dropped meanwhile
        }
      } catch (Throwable broken) {
        if (proven.completeExceptionally(broken)) {
          LOG.info("Deployment {} cannot be prepared here", deployment.id(), broken);
        }
      }
    }

    /** In the thread that completes the future; if the task has ended, {@link #stop} cleans up. */
    private void end() {
      if (Thread.currentThread() != thread) {
        thread.interrupt();
      }
      if (!proven.isCancelled()) {
        try {
          mails.execute(this::handOver, "take the model that was prepared");
        } catch (RejectedExecutionException closed) {
          LOG.debug("The task has ended", closed);
        }
      }
    }

    private void handOver() {
      if (prepared != this) {
        return; // dropped meanwhile
      }
      prepared = null;
      Proven model;
      try {
        model = proven.join();
      } catch (CompletionException failed) {
        Throwable cause = Objects.requireNonNull(failed.getCause());
        taker.refuse(deployment, cause instanceof TimeoutException ? tooLate(deployment) : cause);
        return;
      }
      taker.take(model.pinned(), model.lease());
    }
  }
}
