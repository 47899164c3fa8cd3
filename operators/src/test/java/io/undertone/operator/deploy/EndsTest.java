package io.undertone.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.deploy.Order.Close;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who asked for a model hears what became of it, though the step that asks may be gone. */
class EndsTest {

  private final Ends ends = new Ends();
  private final List<Order> told = new ArrayList<>();

  @Test
  void theStepHearsOnceWhatEndedWhileItWasGone() {
    ends.add(end("a"));
    ends.add(end("b"));
    ends.desk(told::add);
    assertThat(told).containsExactly(new Close(end("a")), new Close(end("b")));

    ends.desk(null);
    ends.add(end("c"));
    ends.desk(told::add);
    assertThat(told).hasSize(3).last().isEqualTo(new Close(end("c")));
  }

  @Test
  void whatHasEndedIsSaidAgainAndWhatHasNotIsNot() {
    ends.desk(told::add);
    ends.add(end("a"));

    assertThat(ends.sayAgain(wish("a"))).isTrue();
    assertThat(ends.sayAgain(wish("b"))).isFalse();
    assertThat(told).containsExactly(new Close(end("a")), new Close(end("a")));
  }

  @Test
  void theLastThousandAreKnown() {
    for (int each = 0; each <= Ends.KNOWN_MAX; each++) {
      ends.add(end("d" + each));
    }

    assertThat(ends.sayAgain(wish("d0"))).isFalse();
    assertThat(ends.sayAgain(wish("d1"))).isTrue();
    assertThat(ends.sayAgain(wish("d1000"))).isTrue();
  }

  private static Deployment wish(String deployment) {
    return new Deployment(deployment, "/b", StatePolicy.RESET, null);
  }

  private static DeploymentEnd end(String deployment) {
    return new DeploymentEnd(deployment, "/b", "b@1", null);
  }
}
