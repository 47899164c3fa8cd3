package io.undertone.operator.deploy;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ModelLease;
import io.undertone.model.Manifest;
import io.undertone.operator.deploy.RolloutCommand.Arm;
import io.undertone.operator.deploy.RolloutCommand.Decide;
import io.undertone.operator.deploy.RolloutCommand.Drop;
import io.undertone.operator.deploy.RolloutCommand.Prepare;
import io.undertone.operator.model.FetchedBundle;
import io.undertone.operator.model.ModelSource;
import java.util.Objects;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.streaming.runtime.tasks.StreamTask;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model that a subtask runs, and the one that is prepared beside it. At the barrier of the
 * checkpoint at which all switch, the new model goes into the state; then {@link #hold} blocks the
 * subtask until the job manager knows whether that checkpoint has completed. It does not know what
 * the step does with a model.
 *
 * <p>In a job without deployments it only leases the model and gives it back: it keeps no state and
 * never holds.
 *
 * @param <E> what the step runs of a model
 */
public final class ServedModel<E> implements Preparation.Taker {

  private static final Logger LOG = LoggerFactory.getLogger(ServedModel.class);
  private static final long NO_CHECKPOINT = -1;

  private final ModelSource start;
  private final DeviceChoice device;
  private final ModelStep<E> step;
  private @Nullable OperatorEventGateway jobManager;
  private @Nullable Preparation preparation;
  private @Nullable MailboxExecutor allMails;
  private @Nullable DeployedState state;
  private @Nullable Deployment restored;

  private @Nullable Served<E> now;

  /** The model that is proven, until all switch to it. */
  private @Nullable Served<E> next;

  /** The deployment whose model is being prepared, or is {@link #next}. */
  private @Nullable String wanted;

  /** The checkpoint at whose barrier the new model goes into the state. */
  private long armed = NO_CHECKPOINT;

  /** Whether that barrier has passed and it is not decided yet which model goes on. */
  private boolean holding;

  /** A model that a checkpoint names. */
  public record Named<E>(E opened, Manifest manifest) {}

  private record Served<E>(@Nullable Deployment deployment, ModelLease lease, E opened) {

    @Nullable String id() {
      return deployment == null ? null : deployment.id();
    }

    String model() {
      return lease.model().manifest().id();
    }
  }

  /**
   * @param start the model that the job was started with
   */
  public ServedModel(ModelSource start, DeviceChoice device, ModelStep<E> step) {
    this.start = start;
    this.device = device;
    this.step = step;
  }

  /** Enables deployments; called before {@link #restore}. */
  public void coordinate(OperatorEventGateway gateway, MailboxExecutor own, StreamTask<?, ?> task) {
    jobManager = gateway;
    String job = String.valueOf(task.getEnvironment().getJobID());
    preparation = new Preparation(own, asked -> proven(asked, job), this, Preparation.TIME_MAX);
    allMails = task.getMailboxExecutorFactory().createExecutor(TaskMailbox.MIN_PRIORITY);
  }

  /** Reads which model the state belongs to. */
  public void restore(OperatorStateStore store) throws Exception {
    if (jobManager == null) {
      DeployedState.clear(store);
      return;
    }
    state = new DeployedState(store);
    restored = state.read();
  }

  /** Opens the model that the state belongs to, else the one of the start. */
  public void open() throws Exception {
    Deployment deployment = restored;
    ModelLease lease =
        deployment == null ? start.lease(device) : DeployedState.bundle(deployment).lease(device);
    try {
      now = new Served<>(deployment, lease, step.open(lease.model(), deployment, null));
    } catch (Throwable refused) {
      lease.close();
      throw refused;
    }
    step.use(now.opened(), lease.model());
    if (deployment != null) {
      LOG.info(
          "{} answers, by deployment {} of {}, whatever model the job was started with",
          now.model(),
          deployment.id(),
          deployment.bundle());
    }
    String bundle = deployment == null ? null : deployment.bundle();
    report(new SubtaskReport.Running(now.id(), bundle, now.model()));
  }

  /** What runs now. */
  public E opened() {
    return now().opened();
  }

  /** Blocks until it is decided which model reads the next record. */
  public void hold() throws InterruptedException {
    while (holding) {
      Objects.requireNonNull(allMails).yield();
    }
  }

  /** The task is at a barrier, and nothing is in flight; called before the state is written. */
  public void barrier(long checkpoint, boolean savepoint) {
    if (armed != checkpoint) {
      return;
    }
    if (savepoint) {
      armed = NO_CHECKPOINT;
      report(new SubtaskReport.Unfit(checkpoint));
    } else {
      holding = true;
    }
  }

  /** The model that answers if the job is restored from the checkpoint that is being taken. */
  public Named<E> named() {
    Served<E> named = ofSnapshot();
    return new Named<>(named.opened(), named.lease().model().manifest());
  }

  /** Writes which model that is into the state. */
  public void snapshot() throws Exception {
    if (state != null) {
      state.write(ofSnapshot().deployment());
    }
  }

  /** The input has ended. */
  public void finish() {
    report(new SubtaskReport.Finished());
  }

  /** Executes a command of the job manager. */
  public void execute(OperatorEvent command) {
    try {
      if (command instanceof Prepare is) {
        prepare(is.deployment());
      } else if (command instanceof Drop is && is.deployment().equals(wanted)) {
        drop();
      } else if (command instanceof Arm is) {
        armed = is.checkpoint();
        report(new SubtaskReport.Armed(armed));
      } else if (command instanceof Decide is && is.checkpoint() == armed) {
        decide(is.completed());
      }
    } catch (Exception broken) {
      throw new IllegalStateException("Switching models: " + broken.getMessage(), broken);
    }
  }

  public void close() {
    drop();
    if (now != null) {
      close(now);
      now = null;
    }
  }

  private void prepare(Deployment deployment) {
    drop();
    wanted = deployment.id();
    Objects.requireNonNull(preparation).start(deployment);
  }

  @Override
  public void take(Deployment pinned, ModelLease lease) {
    try {
      E opened = step.open(lease.model(), pinned, now().lease().model().manifest());
      next = new Served<>(pinned, lease, opened);
    } catch (Throwable refused) { // even an OutOfMemoryError ends only the deployment
      lease.close();
      refuse(pinned, refused);
      return;
    }
    String sha256 = Objects.requireNonNull(pinned.manifestSha256());
    report(new SubtaskReport.Ready(pinned.id(), next.model(), sha256));
  }

  @Override
  public void refuse(Deployment deployment, Throwable broken) {
    String message = String.valueOf(broken.getMessage());
    report(
        new SubtaskReport.Failed(
            deployment.id(),
            broken instanceof RuntimeException
                ? message
                : broken.getClass().getSimpleName() + ": " + message));
  }

  private void decide(boolean completed) throws Exception {
    boolean passed = holding;
    armed = NO_CHECKPOINT;
    holding = false;
    if (!completed) {
      return;
    }
    if (!passed || next == null) {
      throw new IllegalStateException("expected to have passed the barrier with the new model");
    }
    Served<E> before = now();
    now = next;
    next = null;
    wanted = null;
    try {
      step.use(now.opened(), now.lease().model());
    } finally {
      close(before);
    }
    LOG.info(
        "{} answers in place of {}", now.model(), before.id() == null ? "the first" : before.id());
  }

  private void drop() {
    wanted = null;
    armed = NO_CHECKPOINT;
    if (preparation != null) {
      preparation.stop();
    }
    if (next != null) {
      close(next);
      next = null;
    }
  }

  private void close(Served<E> served) {
    try {
      step.close(served.opened());
    } finally {
      served.lease().close();
    }
  }

  private void report(SubtaskReport report) {
    if (jobManager != null) {
      jobManager.sendEventToCoordinator(report);
    }
  }

  private Served<E> ofSnapshot() {
    return holding ? Objects.requireNonNull(next) : now();
  }

  private Served<E> now() {
    return Objects.requireNonNull(now, "opened before it is asked for");
  }

  /**
   * @param job the same on all subtasks of a job, and on no other's
   */
  private Preparation.Proven proven(Deployment asked, String job) throws InterruptedException {
    FetchedBundle bundle =
        FetchedBundle.of(asked.bundle(), asked.manifestSha256(), job + " " + asked.id());
    if (Thread.interrupted()) {
      throw new InterruptedException("given up once it was fetched");
    }
    ModelLease lease = bundle.lease(device);
    return new Preparation.Proven(asked.pinned(bundle.manifestSha256()), lease);
  }
}
