package io.undertone.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.operator.deploy.RolloutCommand.Arm;
import io.undertone.operator.deploy.RolloutCommand.Close;
import io.undertone.operator.deploy.RolloutCommand.Decide;
import io.undertone.operator.deploy.RolloutCommand.Drop;
import io.undertone.operator.deploy.RolloutCommand.Prepare;
import io.undertone.operator.deploy.Subtasks.SubtaskId;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** All switch at one checkpoint, or none. */
class RolloutTest extends SmallJob {

  @Test
  void allSwitchWhenTheCheckpointHasCompleted() {
    firstIsReady();
    assertThat(told(READ)).containsExactly(new Prepare(FIRST));

    CompletableFuture<byte[]> first = begins(5);
    CompletableFuture<byte[]> second = begins(5);
    ALL.forEach(member -> assertThat(told(member)).endsWith(new Arm(5)));
    report(READ, new SubtaskReport.Armed(5));
    report(SCORE_0, new SubtaskReport.Armed(5));
    assertThat(first).as("no barrier before all have heard").isNotDone();
    report(SCORE_1, new SubtaskReport.Armed(5));
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    assertThat(answers).isEmpty();

    rollout.completed(4);
    assertThat(answers).as("another checkpoint's end").isEmpty();
    rollout.completed(5);
    rollout.completed(5);
    ALL.forEach(member -> assertThat(told(member)).endsWith(new Arm(5), new Decide(5, true)));
    assertThat(answers).containsExactly(FIRST_SWITCHED);
  }

  @Test
  void nobodySwitchesWhereTheCheckpointFailsAndTheNextIsTried() {
    firstIsReady();
    arm(5);
    rollout.aborted(5);
    ALL.forEach(member -> assertThat(told(member)).endsWith(new Decide(5, false)));
    assertThat(answers).isEmpty();
    rollout.completed(5);
    assertThat(answers).isEmpty();
    allSwitchAt(6);
  }

  @Test
  void aCheckpointThatIsGivenUpBeforeAllHaveHeardSwitchesNobody() {
    firstIsReady();
    CompletableFuture<byte[]> part = begins(5);
    report(READ, new SubtaskReport.Armed(5));
    rollout.aborted(5);
    assertThat(part).isCompletedExceptionally();
    ALL.forEach(member -> assertThat(told(member)).endsWith(new Decide(5, false)));
    report(SCORE_0, new SubtaskReport.Armed(5));
    report(SCORE_1, new SubtaskReport.Armed(5));
    rollout.completed(5);
    assertThat(answers).isEmpty();
  }

  @Test
  void noLaterCheckpointBeginsBeforeTheSwitchIsDecided() {
    firstIsReady();
    arm(5);
    CompletableFuture<byte[]> savepoint = begins(6);
    assertThat(savepoint).isNotDone();
    rollout.completed(5);
    assertThat(savepoint).isCompleted();
  }

  @Test
  void aSavepointSwitchesNobody() {
    firstIsReady();
    arm(5);
    report(SCORE_1, new SubtaskReport.Unfit(5));
    report(READ, new SubtaskReport.Unfit(5));
    rollout.completed(5);
    assertThat(answers).isEmpty();
    allSwitchAt(6);
  }

  @Test
  void oneThatFailsSomewhereChangesNothingAndTheNextHasItsTurn() {
    rollout.request(FIRST);
    rollout.request(SECOND);
    ready(READ, FIRST, "same");
    report(SCORE_1, new SubtaskReport.Failed("1", "no such file"));
    ready(SCORE_0, FIRST, "same");
    assertThat(answers)
        .containsExactly(new Close(DeploymentOutcome.refused(FIRST, "score[1]: no such file")));
    ALL.forEach(
        member ->
            assertThat(told(member))
                .containsExactly(new Prepare(FIRST), new Drop("1"), new Prepare(SECOND)));
    assertThat(begins(5)).as("the next is not ready").isCompleted();
  }

  @Test
  void refusesABundleThatChangedWhileItWasFetched() {
    rollout.request(FIRST);
    ready(READ, FIRST, "one");
    ready(SCORE_0, FIRST, "one");
    ready(SCORE_1, FIRST, "other");
    DeploymentOutcome end = ((Close) answers.get(0)).outcome();
    assertThat(end.switched()).isFalse();
    assertThat(end.reason())
        .startsWith("expected one bundle at file:/b, found manifests with the hashes [");
  }

  @Test
  void beginsAgainWhereASubtaskFails() {
    firstIsReady();
    CompletableFuture<byte[]> part = begins(5);
    ALL.forEach(rollout::lost);
    assertThat(part).isCompletedExceptionally();
    orders.clear();
    ALL.forEach(this::arrives);
    ALL.forEach(member -> assertThat(told(member)).containsExactly(new Prepare(FIRST)));
    allAreReady(FIRST);
    allSwitchAt(6);
  }

  @Test
  void isDoneWhereTheJobComesBackWithTheNewModel() {
    firstIsReady();
    arm(5);
    ALL.forEach(rollout::lost); // completed, but nobody was told
    for (SubtaskId member : ALL) {
      rollout.connected(member, order -> {});
      report(member, new SubtaskReport.Running("1", FIRST.bundle(), "b@1"));
    }
    assertThat(answers).containsExactly(FIRST_SWITCHED);
  }

  @Test
  void answersAgainWhereItIsAskedAgain() {
    rollout.request(FIRST);
    firstIsReady();
    allSwitchAt(5);
    answers.clear();
    rollout.listener(null);
    rollout.listener(answers::add);
    assertThat(answers).as("nobody has asked").isEmpty();
    rollout.request(FIRST);
    assertThat(answers).containsExactly(FIRST_SWITCHED);
    assertThat(told(READ)).filteredOn(Prepare.class::isInstance).hasSize(1);
  }

  @Test
  void saysLaterWhatItCouldNotSayAtOnce() {
    rollout.listener(null);
    firstIsReady();
    arm(5);
    rollout.completed(5);
    rollout.request(FIRST); // of a step that cannot be told yet
    assertThat(answers).isEmpty();
    rollout.listener(answers::add);
    assertThat(answers).containsExactly(FIRST_SWITCHED);
    rollout.listener(answers::add);
    assertThat(answers).as("said once").hasSize(1);
  }

  @Test
  void leavesItOpenWhereTheReviewsEnd() {
    firstIsReady();
    CompletableFuture<byte[]> part = begins(5);
    report(SCORE_0, new SubtaskReport.Finished());
    assertThat(part).isCompleted();
    assertThat(told(READ)).endsWith(new Decide(5, false));
    assertThat(begins(6)).isCompleted();
    rollout.completed(6);
    assertThat(answers).isEmpty();
  }

  @Test
  void stopsWhereSubtasksRunDifferentModels() {
    rollout.request(FIRST);
    ALL.forEach(rollout::lost);
    arrives(READ);
    arrives(SCORE_0);
    rollout.connected(SCORE_1, order -> {});
    assertThatThrownBy(() -> report(SCORE_1, new SubtaskReport.Running("0", "file:/z", "z@1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Starting the job: expected one model in all subtasks, found [");
  }
}
