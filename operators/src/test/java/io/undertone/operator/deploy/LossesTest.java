package io.undertone.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.deploy.RolloutCommand.Close;
import io.undertone.operator.deploy.RolloutCommand.Prepare;
import org.junit.jupiter.api.Test;

/** A deployment is refused where its model fails subtasks, and not for other failures. */
class LossesTest extends SmallJob {

  @Test
  void aModelThatTakesItsProcessAlongIsRefusedInTheEnd() {
    rollout.request(FIRST);
    rollout.request(SECOND);
    for (int loss = 1; loss <= Losses.MAX; loss++) {
      assertThat(answers).isEmpty();
      assertThat(told(READ)).endsWith(new Prepare(FIRST));
      ALL.forEach(rollout::lost);
      ALL.forEach(this::arrives);
    }

    assertThat(answers)
        .containsExactly(
            new Close(
                DeploymentOutcome.refused(
                    FIRST, "subtasks failed 3 times while they prepared it")));
    assertThat(told(READ)).endsWith(new Prepare(SECOND));
  }

  @Test
  void aModelThatWasProvenHasNotTakenThemAlong() {
    rollout.request(FIRST);
    for (int round = 0; round < 2; round++) {
      for (int loss = 1; loss < Losses.MAX; loss++) {
        ALL.forEach(rollout::lost);
        ALL.forEach(this::arrives);
      }
      allAreReady(FIRST);
      ALL.forEach(rollout::lost);
      ALL.forEach(this::arrives);
    }

    assertThat(answers).isEmpty();
  }

  @Test
  void checkpointsThatFailAreNotTheModels() {
    rollout.request(FIRST);
    for (int restart = 0; restart <= Losses.MAX; restart++) {
      ALL.forEach(rollout::lost);
      rollout.restored(); // by the coordinator of each step
      rollout.restored();
      ALL.forEach(this::arrives);
      assertThat(told(READ)).endsWith(new Prepare(FIRST));
    }

    for (int loss = 1; loss <= Losses.MAX; loss++) {
      assertThat(answers).isEmpty();
      ALL.forEach(rollout::lost);
      ALL.forEach(this::arrives);
    }
    assertThat(answers).hasSize(1);
  }

  @Test
  void butAModelWithWhichNothingCompletesIsRefusedInTheEnd() {
    rollout.request(FIRST);
    for (int restart = 1; restart <= Losses.RESTORED_MAX; restart++) {
      assertThat(answers).isEmpty();
      ALL.forEach(rollout::lost);
      rollout.restored();
      ALL.forEach(this::arrives);
    }

    assertThat(answers)
        .containsExactly(
            new Close(
                DeploymentOutcome.refused(
                    FIRST, "the job was restored 10 times while subtasks prepared it")));
  }

  @Test
  void aRestoreTakesBackNoLossThatHasCounted() {
    rollout.request(FIRST);
    for (int loss = 1; loss <= Losses.MAX; loss++) {
      ALL.forEach(rollout::lost);
      ALL.forEach(this::arrives);
      rollout.restored();
    }

    assertThat(answers).hasSize(1);
  }
}
