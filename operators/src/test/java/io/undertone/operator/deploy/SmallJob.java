package io.undertone.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.deploy.RolloutCommand.Close;
import io.undertone.operator.deploy.Subtasks.SubtaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;

/** A job of three subtasks in two steps, and what they and the asker are told. */
abstract class SmallJob {

  static final SubtaskId READ = new SubtaskId("read", 0);
  static final SubtaskId SCORE_0 = new SubtaskId("score", 0);
  static final SubtaskId SCORE_1 = new SubtaskId("score", 1);
  static final List<SubtaskId> ALL = List.of(READ, SCORE_0, SCORE_1);

  static final Deployment FIRST = new Deployment("1", "file:/b", StatePolicy.RESET, null);
  static final Deployment SECOND = new Deployment("2", "file:/c", StatePolicy.FAIL, null);
  static final Close FIRST_SWITCHED = new Close(DeploymentOutcome.switched(FIRST, "b@1"));

  final Rollout rollout = new Rollout();
  final Map<SubtaskId, List<RolloutCommand>> orders = new HashMap<>();
  final List<RolloutCommand> answers = new ArrayList<>();

  @BeforeEach
  void startsTheJob() {
    rollout.expect("read", 1);
    rollout.expect("score", 2);
    rollout.listener(answers::add);
    ALL.forEach(this::arrives);
  }

  void arrives(SubtaskId member) {
    rollout.connected(
        member, order -> orders.computeIfAbsent(member, any -> new ArrayList<>()).add(order));
    report(member, new SubtaskReport.Running(null, null, "a@1"));
  }

  void firstIsReady() {
    rollout.request(FIRST);
    allAreReady(FIRST);
  }

  void allAreReady(Deployment deployment) {
    ALL.forEach(member -> ready(member, deployment, "same"));
  }

  void ready(SubtaskId member, Deployment deployment, String manifest) {
    report(member, new SubtaskReport.Ready(deployment.id(), "b@1", manifest));
  }

  void allSwitchAt(long checkpoint) {
    arm(checkpoint);
    rollout.completed(checkpoint);
    assertThat(answers).containsExactly(FIRST_SWITCHED);
  }

  void arm(long checkpoint) {
    CompletableFuture<byte[]> part = begins(checkpoint);
    ALL.forEach(member -> report(member, new SubtaskReport.Armed(checkpoint)));
    assertThat(part).isCompleted();
  }

  CompletableFuture<byte[]> begins(long checkpoint) {
    CompletableFuture<byte[]> part = new CompletableFuture<>();
    rollout.checkpoint(checkpoint, part);
    return part;
  }

  void report(SubtaskId member, SubtaskReport report) {
    rollout.report(member, report);
  }

  List<RolloutCommand> told(SubtaskId member) {
    return Objects.requireNonNull(orders.get(member), "nothing was said to " + member);
  }
}
