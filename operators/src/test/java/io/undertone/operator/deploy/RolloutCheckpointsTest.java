package io.undertone.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.deploy.RolloutCommand.Arm;
import io.undertone.operator.deploy.RolloutCommand.Decide;
import io.undertone.operator.deploy.RolloutCommand.Prepare;
import io.undertone.operator.deploy.Subtasks.SubtaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A checkpoint begins at one step after the other. Once a step's part is complete, its subtasks
 * hear no command before their barriers, and these wait for the parts of all steps: a deployment
 * that armed them then would wait for ever.
 */
class RolloutCheckpointsTest {

  private static final List<SubtaskId> ALL =
      List.of(new SubtaskId("read", 0), new SubtaskId("score", 0));
  private static final Deployment FIRST = new Deployment("1", "file:/b", StatePolicy.RESET, null);

  private final Rollout rollout = new Rollout();
  private final List<RolloutCommand> told = new ArrayList<>();

  @BeforeEach
  void aModelIsAskedFor() {
    for (SubtaskId member : ALL) {
      rollout.expect(member.step(), 1);
      rollout.connected(member, told::add);
    }
    ALL.forEach(member -> rollout.report(member, new SubtaskReport.Running(null, null, "a@1")));
    rollout.request(FIRST);
  }

  @Test
  void aModelThatIsReadyBetweenTwoStepsCallsWaitsForTheNextCheckpoint() {
    assertThat(begins(5)).isCompleted();
    allAreReady();
    assertThat(begins(5)).isCompleted();
    assertThat(told).containsOnly(new Prepare(FIRST));

    allSwitchAt(6);
  }

  @Test
  void aCheckpointThatWasHeldForAnotherSwitchesNobodyThoughThatOneFails() {
    allAreReady();
    arm(5);
    CompletableFuture<byte[]> held = begins(6);
    rollout.aborted(5);
    assertThat(held).isCompleted();
    assertThat(begins(6)).isCompleted();
    assertThat(told).endsWith(new Decide(5, false)).doesNotContain(new Arm(6));

    allSwitchAt(7);
  }

  @Test
  void aCheckpointThatWasGivenUpBetweenTwoStepsCallsIsNotTriedAgain() {
    allAreReady();
    assertThat(begins(5)).isNotDone();
    rollout.aborted(5);
    assertThat(begins(5)).isCompleted();
    assertThat(told).endsWith(new Decide(5, false));

    allSwitchAt(6);
  }

  private void allAreReady() {
    ALL.forEach(member -> rollout.report(member, new SubtaskReport.Ready("1", "b@1", "same")));
  }

  private void allSwitchAt(long checkpoint) {
    arm(checkpoint);
    rollout.completed(checkpoint);
    assertThat(told).endsWith(new Decide(checkpoint, true));
  }

  private void arm(long checkpoint) {
    CompletableFuture<byte[]> first = begins(checkpoint);
    CompletableFuture<byte[]> second = begins(checkpoint);
    ALL.forEach(member -> rollout.report(member, new SubtaskReport.Armed(checkpoint)));
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
  }

  private CompletableFuture<byte[]> begins(long checkpoint) {
    CompletableFuture<byte[]> part = new CompletableFuture<>();
    rollout.checkpoint(checkpoint, part);
    return part;
  }
}
