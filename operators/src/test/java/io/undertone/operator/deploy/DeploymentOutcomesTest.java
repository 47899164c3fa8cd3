package io.undertone.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.deploy.RolloutCommand.Close;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who asked for a model hears what became of it, though the step that asks may be gone. */
class DeploymentOutcomesTest {

  private final DeploymentOutcomes outcomes = new DeploymentOutcomes();
  private final List<RolloutCommand> told = new ArrayList<>();

  @Test
  void theStepHearsOnceWhatEndedWhileItWasGone() {
    outcomes.add(outcome("a"));
    outcomes.add(outcome("b"));
    outcomes.listener(told::add);
    assertThat(told).containsExactly(new Close(outcome("a")), new Close(outcome("b")));

    outcomes.listener(null);
    outcomes.add(outcome("c"));
    outcomes.listener(told::add);
    assertThat(told).hasSize(3).last().isEqualTo(new Close(outcome("c")));
  }

  @Test
  void whatHasEndedIsSaidAgainAndWhatHasNotIsNot() {
    outcomes.listener(told::add);
    outcomes.add(outcome("a"));

    assertThat(outcomes.repeat(wish("a"))).isTrue();
    assertThat(outcomes.repeat(wish("b"))).isFalse();
    assertThat(told).containsExactly(new Close(outcome("a")), new Close(outcome("a")));
  }

  @Test
  void theLastThousandAreKnown() {
    for (int each = 0; each <= DeploymentOutcomes.KNOWN_MAX; each++) {
      outcomes.add(outcome("d" + each));
    }

    assertThat(outcomes.repeat(wish("d0"))).isFalse();
    assertThat(outcomes.repeat(wish("d1"))).isTrue();
    assertThat(outcomes.repeat(wish("d1000"))).isTrue();
  }

  private static Deployment wish(String deployment) {
    return new Deployment(deployment, "/b", StatePolicy.RESET, null);
  }

  private static DeploymentOutcome outcome(String deployment) {
    return new DeploymentOutcome(deployment, "/b", "b@1", null);
  }
}
