package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.ReviewLimits;
import org.junit.jupiter.api.Test;

class UserLineTest {

  private static final ReviewLimits LIMITS = new ReviewLimits(8, 4, false);

  @Test
  void cutsAtTheFirstTab() {
    assertThat(UserLine.of("ann\ta\tb", 7)).isEqualTo(new UserLine("ann", "a\tb", 7));
    assertThat(UserLine.of("ann\t", 8)).isEqualTo(new UserLine("ann", "", 8));
  }

  @Test
  void saysWhatIsWrongWithoutTheText() {
    assertThat(UserLine.complaint("no tab", LIMITS))
        .isEqualTo("it has no tab between user and text.");
    assertThat(UserLine.complaint("\ttext", LIMITS)).isEqualTo("it has no user before the tab.");
    assertThat(UserLine.complaint("maria\ttext", LIMITS))
        .isEqualTo("its user has 5 bytes; --id-bytes-max is 4.");
    assertThat(UserLine.complaint("ann\t123456789", LIMITS))
        .isEqualTo("its text has 9 bytes; --text-bytes-max is 8.");
    assertThat(UserLine.complaint("ann\tfine", LIMITS)).isNull();
  }
}
