package io.undertone.operator.deploy;

import io.undertone.operator.deploy.RolloutCommand.Arm;
import io.undertone.operator.deploy.RolloutCommand.Decide;
import io.undertone.operator.deploy.RolloutCommand.Drop;
import io.undertone.operator.deploy.RolloutCommand.Prepare;
import io.undertone.operator.deploy.Subtasks.SubtaskId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls one deployment after the other out to all subtasks, from the job manager: a two-phase
 * commit along a checkpoint. All subtasks prepare the new model. Before a checkpoint's barriers
 * start they are told which one it is ({@link Arm}); at its barrier each writes the new model into
 * its state, and holds the reviews behind the barrier. When the checkpoint has completed, all go on
 * with the new model; when it has failed, all go on with the old one, and the next checkpoint is
 * tried. So a job that is restored from that checkpoint runs the new model, and one that is
 * restored from an earlier one the old model.
 *
 * <p>Nothing of it is in checkpoints: subtasks report which model they opened with, and the step
 * that takes deployments reports again which are open. It assumes that all subtasks fail together,
 * as Flink restarts all steps of one pipeline. Knows no Flink but its events. Used by one thread.
 */
final class Rollout {

  private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

  private enum Phase {
    IDLE,
    PREPARING,
    READY,
    /** All are told of the checkpoint; its barriers wait until all have acknowledged that. */
    ARMING,
    /** The barriers are under way, and each subtask holds what is behind its own. */
    SWITCHING
  }

  private final Subtasks subtasks = new Subtasks();
  private final Deque<Deployment> queue = new ArrayDeque<>();
  private final DeploymentOutcomes outcomes = new DeploymentOutcomes();
  private final Losses losses = new Losses();

  private Phase phase = Phase.IDLE;

  /** The checkpoint at which all switch, while arming and switching. */
  private long barrier;

  /** The latest checkpoint that has begun, at any step. */
  private long begun;

  private final Map<SubtaskId, SubtaskReport.Ready> ready = new HashMap<>();
  private final Set<SubtaskId> armed = new HashSet<>();

  /** Held until all subtasks are armed. */
  private final HeldCheckpoints arming = new HeldCheckpoints();

  /** Of later checkpoints: held until the one before is decided. */
  private final HeldCheckpoints later = new HeldCheckpoints();

  /** A step runs the model, on so many subtasks. */
  void expect(String step, int parallelism) {
    subtasks.expect(step, parallelism);
  }

  /** A subtask can be sent commands. */
  void connected(SubtaskId subtask, Consumer<RolloutCommand> gateway) {
    subtasks.connected(subtask, gateway);
    next();
  }

  /** A subtask has failed, so what it was told is void; the others fail with it. */
  void lost(SubtaskId subtask) {
    subtasks.lost(subtask);
    if (phase == Phase.IDLE) {
      return;
    }
    if (phase == Phase.ARMING) {
      arming.fail(subtask + " has failed");
    } else if (phase == Phase.PREPARING) {
      losses.add();
    }
    String id = current().id();
    LOG.info("Deployment {} begins again when all subtasks are there: {} is gone", id, subtask);
    subtasks.tellAll(new Drop(id));
    reset();
    later.fail(subtask + " has failed");
  }

  /** The job is restored as a whole: checkpoints have failed, for instance, and no subtask. */
  void restored() {
    losses.lastWasOfTheJob();
  }

  /** Sets who is told of outcomes, the step that takes deployments; null while it is lost. */
  void listener(@Nullable Consumer<RolloutCommand> gateway) {
    outcomes.listener(gateway);
  }

  /** A deployment is asked for, perhaps not for the first time. */
  void request(Deployment deployment) {
    if (!outcomes.repeat(deployment)
        && queue.stream().noneMatch(open -> open.id().equals(deployment.id()))) {
      queue.add(deployment);
      next();
    }
  }

  /** A subtask reports. */
  void report(SubtaskId subtask, SubtaskReport report) {
    if (report instanceof SubtaskReport.Running is) {
      subtasks.running(subtask, is);
      next();
    } else if (report instanceof SubtaskReport.Ready is && isCurrent(is.deployment())) {
      ready(subtask, is);
    } else if (report instanceof SubtaskReport.Failed is && isCurrent(is.deployment())) {
      refuse(subtask + ": " + is.reason());
    } else if (report instanceof SubtaskReport.Armed is) {
      armed(subtask, is.checkpoint());
    } else if (report instanceof SubtaskReport.Unfit is && isSwitchingAt(is.checkpoint())) {
      waitAgain();
    } else if (report instanceof SubtaskReport.Finished) {
      finished(subtask);
    }
  }

  /**
   * A checkpoint begins at one more step. Once a step's part is complete, Flink keeps what is sent
   * to its subtasks until their barriers have passed. So all are armed at the first step's call or
   * not at all: a subtask that could not hear of it would never acknowledge it.
   *
   * @param part this step's part. The barriers start when the parts of all steps are complete
   */
  void checkpoint(long checkpoint, CompletableFuture<byte[]> part) {
    boolean isFirstCall = checkpoint > begun;
    begun = Math.max(begun, checkpoint);
    if (phase == Phase.READY && isFirstCall && !subtasks.anyFinished()) {
      phase = Phase.ARMING;
      barrier = checkpoint;
      armed.clear();
      arming.add(part);
      subtasks.tellAll(new Arm(checkpoint));
    } else if (phase == Phase.ARMING && checkpoint == barrier) {
      arming.add(part);
    } else if ((phase == Phase.ARMING || phase == Phase.SWITCHING) && checkpoint != barrier) {
      later.add(part);
    } else {
      HeldCheckpoints.complete(part);
    }
  }

  /** A checkpoint has completed. */
  void completed(long checkpoint) {
    if (!isSwitchingAt(checkpoint)) {
      return;
    }
    subtasks.tellAll(new Decide(checkpoint, true));
    Deployment deployment = current();
    String model = ready.values().iterator().next().model();
    subtasks.switched(new SubtaskReport.Running(deployment.id(), deployment.bundle(), model));
    LOG.info("Deployment {}: {} answers from checkpoint {} on", deployment.id(), model, checkpoint);
    end(DeploymentOutcome.switched(deployment, model));
  }

  /** A checkpoint has failed: nobody has switched, and the next is tried. */
  void aborted(long checkpoint) {
    if (checkpoint != barrier || (phase != Phase.ARMING && phase != Phase.SWITCHING)) {
      return;
    }
    arming.fail("the checkpoint was given up");
    LOG.warn(
        "Deployment {}: checkpoint {} has failed, so nobody switched; the next is tried",
        current().id(),
        checkpoint);
    subtasks.tellAll(new Decide(checkpoint, false));
    waitAgain();
  }

  /** Waits for another checkpoint; those that were held meanwhile go on without a switch. */
  private void waitAgain() {
    phase = Phase.READY;
    later.complete();
  }

  private void ready(SubtaskId subtask, SubtaskReport.Ready report) {
    ready.put(subtask, report);
    if (phase != Phase.PREPARING || ready.size() < subtasks.count()) {
      return;
    }
    Set<String> manifests = new HashSet<>();
    ready.values().forEach(each -> manifests.add(each.manifestSha256()));
    if (manifests.size() > 1) {
      refuse(
          "expected one bundle at %s, found manifests with the hashes %s. Leave it unchanged while it is fetched, and deploy again."
              .formatted(current().bundle(), manifests));
      return;
    }
    phase = Phase.READY;
    losses.clear();
    LOG.info(
        "Deployment {}: {} is proven on all {} subtasks; all switch at the next checkpoint",
        current().id(),
        report.model(),
        subtasks.count());
  }

  private void armed(SubtaskId subtask, long checkpoint) {
    if (phase != Phase.ARMING || checkpoint != barrier) {
      return;
    }
    armed.add(subtask);
    if (armed.size() == subtasks.count()) {
      phase = Phase.SWITCHING;
      arming.complete();
    }
  }

  /** Once one subtask's input has ended, no barrier reaches all. The deployment stays open. */
  private void finished(SubtaskId subtask) {
    subtasks.finished(subtask);
    if (phase == Phase.ARMING) {
      subtasks.tellAll(new Decide(barrier, false));
      waitAgain();
      arming.complete();
    }
    if (phase == Phase.PREPARING || phase == Phase.READY) {
      LOG.warn("Deployment {} is left open: the reviews of {} have ended", current().id(), subtask);
    }
  }

  private void refuse(String reason) {
    Deployment deployment = current();
    subtasks.tellAll(new Drop(deployment.id()));
    LOG.warn(
        "Deployment {} of {} is refused, and nothing has changed: {}",
        deployment.id(),
        deployment.bundle(),
        reason);
    end(DeploymentOutcome.refused(deployment, reason));
  }

  private void end(DeploymentOutcome end) {
    losses.clear();
    queue.remove();
    outcomes.add(end);
    reset();
    later.complete();
    next();
  }

  private void reset() {
    phase = Phase.IDLE;
    ready.clear();
  }

  /** Begins the next deployment, once all subtasks are there. */
  private void next() {
    subtasks.logDeployedModelOnce();
    while (phase == Phase.IDLE && !queue.isEmpty() && subtasks.allAreThere()) {
      SubtaskReport.Running now = subtasks.runningNow();
      if (current().id().equals(now.deployment())) { // the state is newer than the request
        end(
            current().bundle().equals(now.bundle())
                ? DeploymentOutcome.switched(current(), now.model())
                : DeploymentOutcome.nameTaken(current(), now.bundle()));
        return;
      }
      String refusal = losses.settle();
      if (refusal != null) {
        refuse(refusal);
        return;
      }
      phase = Phase.PREPARING;
      LOG.info("Deployment {}: {} is being prepared", current().id(), current().bundle());
      subtasks.tellAll(new Prepare(current()));
    }
  }

  private boolean isCurrent(String deployment) {
    return phase != Phase.IDLE && current().id().equals(deployment);
  }

  private boolean isSwitchingAt(long checkpoint) {
    return phase == Phase.SWITCHING && checkpoint == barrier;
  }

  private Deployment current() {
    return Objects.requireNonNull(queue.peek(), "asked for while a deployment is open");
  }
}
