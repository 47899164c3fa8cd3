package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.operator.parse.FieldRules;
import io.undertone.operator.settings.ReviewLimits;
import org.junit.jupiter.api.Test;

class UserLineTest {

  private static final FieldRules RULES = new FieldRules(new ReviewLimits(8, 4, false));

  @Test
  void cutsAtTheFirstTab() {
    assertThat(UserLine.of("ann\ta\tb", 7)).isEqualTo(new UserLine("ann", "a\tb", 7));
    assertThat(UserLine.of("ann\t", 8)).isEqualTo(new UserLine("ann", "", 8));
  }

  @Test
  void saysWhatIsWrongWithoutTheText() {
    assertThat(UserLine.complaint("no tab", RULES))
        .isEqualTo("it has no tab between user and text.");
    assertThat(UserLine.complaint("\ttext", RULES)).isEqualTo("user_id is empty: send one.");
    assertThat(UserLine.complaint("maria\ttext", RULES))
        .isEqualTo("user_id of 5 bytes, at most 4 are taken: shorten it, or raise --id-bytes-max.");
    assertThat(UserLine.complaint("ann\t123456789", RULES))
        .isEqualTo("text of 9 bytes, at most 8 are taken: shorten it, or raise --text-bytes-max.");
    assertThat(UserLine.complaint("ann\tfine", RULES)).isNull();
  }
}
