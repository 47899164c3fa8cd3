package io.undertone.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.deploy.RolloutCommand.Close;
import io.undertone.operator.deploy.Subtasks.SubtaskId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two bundles under one name: else an answer would say of the one what is true of the other. */
class RolloutNamesTest {

  private static final SubtaskId STEP = new SubtaskId("score-reviews", 0);
  private static final Deployment FIRST = new Deployment("1", "file:/b", StatePolicy.RESET, null);
  private static final Deployment OTHER = new Deployment("1", "file:/c", StatePolicy.RESET, null);
  private static final DeploymentOutcome REFUSED =
      DeploymentOutcome.refused(
          OTHER,
          "Taking a deployment: expected a name that no other has, found that of the deployment of file:/b. Give each a name of its own, or none.");

  private final Rollout rollout = new Rollout();
  private final List<RolloutCommand> answers = new ArrayList<>();

  @Test
  void refusesTheNameOfADeploymentThatHasEnded() {
    begins(null, null);
    rollout.request(FIRST);
    rollout.report(STEP, new SubtaskReport.Failed("1", "broken"));
    answers.clear();

    rollout.request(OTHER);

    assertThat(answers).containsExactly(new Close(REFUSED));
  }

  @Test
  void refusesTheNameOfTheDeploymentThatRunsThoughItsEndIsForgotten() {
    begins("1", FIRST.bundle());

    rollout.request(OTHER);

    assertThat(answers).containsExactly(new Close(REFUSED));
  }

  private void begins(@Nullable String deployment, @Nullable String bundle) {
    rollout.expect(STEP.step(), 1);
    rollout.listener(answers::add);
    rollout.connected(STEP, order -> {});
    rollout.report(STEP, new SubtaskReport.Running(deployment, bundle, "b@1"));
  }
}
