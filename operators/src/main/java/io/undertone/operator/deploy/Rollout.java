package io.undertone.operator.deploy;

import io.undertone.operator.deploy.Members.Member;
import io.undertone.operator.deploy.Order.Arm;
import io.undertone.operator.deploy.Order.Decide;
import io.undertone.operator.deploy.Order.Drop;
import io.undertone.operator.deploy.Order.Prepare;
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
 * Leads one deployment after the other through all subtasks, in the job manager. Each is prepared
 * by all, then announced to all before a checkpoint's barriers start ({@link Arm}), so that each
 * subtask writes the new model into its state at that barrier and holds the reviews behind it. When
 * the checkpoint has completed, all go on with the new model; when it has failed, all with the old
 * one, and the next checkpoint is tried. So a job that is restored from the checkpoint runs the new
 * model, and one that is restored from an earlier one the old.
 *
 * <p>It keeps nothing in checkpoints: subtasks say which model they opened with, and the step that
 * takes deployments says again which are open. It assumes that the subtasks fail together, as Flink
 * has it with steps that a pipeline joins. Knows no Flink but its events. Used by one thread.
 */
final class Rollout {

  private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

  /** A model that a machine cannot hold takes its process along each time. */
  static final int LOSSES_MAX = 3;

  private enum Phase {
    IDLE,
    PREPARING,
    READY,
    /** All are told of the checkpoint; its barriers wait until all have heard. */
    ARMING,
    /** The barriers are on their way, and each subtask holds what is behind its own. */
    SWITCHING
  }

  private final Members members = new Members();
  private final Deque<Deployment> queue = new ArrayDeque<>();
  private final Ends ends = new Ends();

  private Phase phase = Phase.IDLE;

  /** How often subtasks have failed while they prepared the first of the queue, and never did. */
  private int losses;

  /** The checkpoint at which all switch, while arming and switching. */
  private long barrier;

  private final Map<Member, Report.Ready> ready = new HashMap<>();
  private final Set<Member> armed = new HashSet<>();

  /** Coordinators whose part of the checkpoint waits until all are armed. */
  private final HeldParts arming = new HeldParts();

  /** Those whose part of a later checkpoint waits until the one before it is decided. */
  private final HeldParts later = new HeldParts();

  /** Says that a step runs the model, on so many subtasks. */
  void expect(String step, int subtasks) {
    members.expect(step, subtasks);
  }

  /** A subtask can be sent orders. */
  void connected(Member member, Consumer<Order> gateway) {
    members.connected(member, gateway);
    next();
  }

  /** A subtask has failed, and its orders are void; others go with it. */
  void lost(Member member) {
    members.lost(member);
    if (phase == Phase.IDLE) {
      return;
    }
    if (phase == Phase.ARMING) {
      arming.fail(member + " has failed");
    }
    boolean isTooMuch = phase == Phase.PREPARING && ++losses == LOSSES_MAX;
    if (isTooMuch) {
      refuse("subtasks failed %d times while they prepared it".formatted(LOSSES_MAX));
    } else {
      LOG.info(
          "Deployment {} begins again when all subtasks are there: {} is gone",
          underWay().id(),
          member);
      members.tellAll(new Drop(underWay().id()));
      rest();
    }
    later.fail(member + " has failed");
  }

  /** The step that takes deployments can be told of ends; null once it is gone. */
  void desk(@Nullable Consumer<Order> gateway) {
    ends.desk(gateway);
  }

  /** A deployment is asked for, perhaps not for the first time. */
  void request(Deployment deployment) {
    if (!ends.sayAgain(deployment)
        && queue.stream().noneMatch(open -> open.id().equals(deployment.id()))) {
      queue.add(deployment);
      next();
    }
  }

  /** A subtask reports. */
  void report(Member member, Report report) {
    if (report instanceof Report.Running is) {
      members.running(member, is);
      next();
    } else if (report instanceof Report.Ready is && isUnderWay(is.deployment())) {
      ready(member, is);
    } else if (report instanceof Report.Failed is && isUnderWay(is.deployment())) {
      refuse(member + ": " + is.reason());
    } else if (report instanceof Report.Armed is) {
      armed(member, is.checkpoint());
    } else if (report instanceof Report.Unfit is && isSwitchingAt(is.checkpoint())) {
      waitAgain();
    } else if (report instanceof Report.Finished) {
      finished(member);
    }
  }

  /**
   * A checkpoint begins: its barriers start when this step's part, and that of all other steps, is
   * complete. What is sent before reaches each subtask before its barrier.
   */
  void checkpoint(long checkpoint, CompletableFuture<byte[]> part) {
    if (phase == Phase.READY && !members.anyFinished()) {
      phase = Phase.ARMING;
      barrier = checkpoint;
      armed.clear();
      arming.add(part);
      members.tellAll(new Arm(checkpoint));
    } else if (phase == Phase.ARMING && checkpoint == barrier) {
      arming.add(part);
    } else if ((phase == Phase.ARMING || phase == Phase.SWITCHING) && checkpoint != barrier) {
      later.add(part);
    } else {
      HeldParts.complete(part);
    }
  }

  /** A checkpoint has completed. */
  void completed(long checkpoint) {
    if (!isSwitchingAt(checkpoint)) {
      return;
    }
    members.tellAll(new Decide(checkpoint, true));
    Deployment deployment = underWay();
    String model = ready.values().iterator().next().model();
    members.switched(new Report.Running(deployment.id(), deployment.bundle(), model));
    LOG.info("Deployment {}: {} answers from checkpoint {} on", deployment.id(), model, checkpoint);
    end(DeploymentEnd.switched(deployment, model));
  }

  /** A checkpoint has failed: nobody has switched, and the next is tried. */
  void aborted(long checkpoint) {
    if (phase == Phase.ARMING && checkpoint == barrier) {
      arming.fail("the checkpoint was given up");
      undecided(checkpoint);
    } else if (isSwitchingAt(checkpoint)) {
      undecided(checkpoint);
    }
  }

  private void undecided(long checkpoint) {
    LOG.warn(
        "Deployment {}: checkpoint {} has failed, so nobody switched; the next is tried",
        underWay().id(),
        checkpoint);
    members.tellAll(new Decide(checkpoint, false));
    waitAgain();
  }

  /** Back to waiting for a checkpoint; those that waited meanwhile go on without a switch. */
  private void waitAgain() {
    phase = Phase.READY;
    later.complete();
  }

  private void ready(Member member, Report.Ready report) {
    ready.put(member, report);
    if (phase != Phase.PREPARING || ready.size() < members.count()) {
      return;
    }
    Set<String> manifests = new HashSet<>();
    ready.values().forEach(each -> manifests.add(each.manifestSha256()));
    if (manifests.size() > 1) {
      refuse(
          "expected one bundle at %s, found manifests with the hashes %s. Leave it unchanged while it is fetched, and deploy again."
              .formatted(underWay().bundle(), manifests));
      return;
    }
    phase = Phase.READY;
    losses = 0;
    LOG.info(
        "Deployment {}: {} is proven on all {} subtasks; all switch at the next checkpoint",
        underWay().id(),
        report.model(),
        members.count());
  }

  private void armed(Member member, long checkpoint) {
    if (phase != Phase.ARMING || checkpoint != barrier) {
      return;
    }
    armed.add(member);
    if (armed.size() == members.count()) {
      phase = Phase.SWITCHING;
      arming.complete();
    }
  }

  /** Where reviews end, there is no barrier for all any more. What is open stays open. */
  private void finished(Member member) {
    members.finished(member);
    if (phase == Phase.ARMING) {
      members.tellAll(new Decide(barrier, false));
      waitAgain();
      arming.complete();
    }
    if (phase == Phase.PREPARING || phase == Phase.READY) {
      LOG.warn("Deployment {} is left open: the reviews of {} have ended", underWay().id(), member);
    }
  }

  private void refuse(String reason) {
    Deployment deployment = underWay();
    members.tellAll(new Drop(deployment.id()));
    LOG.warn(
        "Deployment {} of {} is refused, and nothing has changed: {}",
        deployment.id(),
        deployment.bundle(),
        reason);
    end(DeploymentEnd.refused(deployment, reason));
  }

  private void end(DeploymentEnd end) {
    losses = 0;
    queue.remove();
    ends.add(end);
    rest();
    later.complete();
    next();
  }

  private void rest() {
    phase = Phase.IDLE;
    ready.clear();
    armed.clear();
  }

  /** Begins the next deployment, once all subtasks are there. */
  private void next() {
    members.sayOnceWhatRuns();
    while (phase == Phase.IDLE && !queue.isEmpty() && members.allAreThere()) {
      Report.Running now = members.runningNow();
      if (underWay().id().equals(now.deployment())) { // the state is newer than the wish
        end(
            underWay().bundle().equals(now.bundle())
                ? DeploymentEnd.switched(underWay(), now.model())
                : DeploymentEnd.nameTaken(underWay(), now.bundle()));
        return;
      }
      phase = Phase.PREPARING;
      LOG.info("Deployment {}: {} is being prepared", underWay().id(), underWay().bundle());
      members.tellAll(new Prepare(underWay()));
    }
  }

  private boolean isUnderWay(String deployment) {
    return phase != Phase.IDLE && underWay().id().equals(deployment);
  }

  private boolean isSwitchingAt(long checkpoint) {
    return phase == Phase.SWITCHING && checkpoint == barrier;
  }

  private Deployment underWay() {
    return Objects.requireNonNull(queue.peek(), "asked for while a deployment is open");
  }
}
