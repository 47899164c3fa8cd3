package io.undertone.operator.settings;

import static io.undertone.operator.settings.Remembering.REWARM_REVIEWS_MAX;
import static io.undertone.operator.settings.Remembering.TIME_BOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.cell.ExecutorKind;
import io.undertone.cell.fake.FakeModel;
import io.undertone.model.BundleException;
import io.undertone.operator.Settings;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.Remembering.Mismatch;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What may be chosen, up to its bound, and what is said beyond. */
class SettingsBoundsTest {

  private static final Duration BEYOND = TIME_BOUND.plusNanos(1);

  @Test
  void refusesTimesOfAMemoryBeyondTheirBound() {
    remembering(TIME_BOUND, TIME_BOUND);
    remembering(Duration.ZERO, Duration.ZERO);
    assertRefused(
        () -> remembering(BEYOND, Duration.ZERO),
        "Setting the longest idle time of a memory: expected 0 to 365000 days, found"
            + " PT8760000H0.000000001S. Choose a shorter one.");
    assertRefused(
        () -> remembering(Duration.ZERO, Duration.ofMillis(-1)),
        "Setting the longest spare time of a memory: expected 0 to 365000 days, found PT-0.001S."
            + " Choose a shorter one.");
  }

  @Test
  void keepsAThousandReviewsToRewarmAtMost() {
    Remembering none = Remembering.defaults();
    assertThat(none.rewarmReviews()).isZero();
    assertThat(none.withRewarmReviews(REWARM_REVIEWS_MAX).rewarmReviews()).isEqualTo(1000);
    for (int beyond : new int[] {-1, 1001}) {
      assertRefused(
          () -> none.withRewarmReviews(beyond),
          "Setting how many reviews are kept to rewarm: expected 0 to 1000, found "
              + beyond
              + ". Choose fewer.");
    }
  }

  @Test
  void aMemoryHoldsUpToItsIdleTimeAndForEverWhereThatIsZero() {
    Remembering day = remembering(Duration.ofDays(1), Duration.ofDays(2));
    assertThat(day.holds(5, 86_400_005)).isTrue();
    assertThat(day.holds(5, 86_400_006)).isFalse();
    assertThat(day.holds(5, Long.MIN_VALUE)).as("an earlier review").isTrue();
    assertThat(day.holds(Long.MAX_VALUE - 1, Long.MAX_VALUE)).as("beyond all time").isTrue();
    assertThat(day.timeToLive()).hasValue(Duration.ofDays(3));

    Remembering ever = remembering(Duration.ZERO, Duration.ofDays(2));
    assertThat(ever.holds(0, Long.MAX_VALUE)).isTrue();
    assertThat(ever.timeToLive()).isEmpty();
  }

  @Test
  void refusesLimitsThatNoReviewKeeps() {
    new ReviewLimits(1, 1, false);
    assertRefused(
        () -> new ReviewLimits(0, 1, false),
        "Setting the limits of a review: expected at least 1 byte of text and of id, found 0 and 1."
            + " Choose more.");
    assertRefused(
        () -> new ReviewLimits(1, 0, false),
        "Setting the limits of a review: expected at least 1 byte of text and of id, found 1 and 0."
            + " Choose more.");
  }

  @Test
  void refusesFewerTokensThanNone() {
    SentimentSettings own = SentimentSettings.defaults().withTokensMax(0);
    FakeModel model = FakeModel.reader();
    assertThat(own.tokensMax(model)).isEqualTo(model.manifest().tokenizer().tokensMax());
    assertThat(own.withTokensMax(1).tokensMax(model)).isEqualTo(1);
    assertRefused(
        () -> own.withTokensMax(-1),
        "Setting the most tokens of a review: expected at least 1, or 0 for the model's own limit,"
            + " found -1. Choose more.");
  }

  @Test
  void refusesToKnowIdsForLessThanAMillisecond() {
    SentimentSettings any = SentimentSettings.defaults();
    assertThat(any.withUniqueFor(Duration.ofMillis(1)).uniqueFor()).isEqualTo(Duration.ofMillis(1));
    assertRefused(
        () -> any.withUniqueFor(Duration.ofNanos(999_999)),
        "Setting how long a review's id is known: expected at least 1 ms, found PT0.000999999S."
            + " Choose longer, or leave repeats alone.");
  }

  @Test
  void explainsThirtyTwoReviewsTogetherAtMost() {
    assertThat(Settings.slots(33).withExplained(true).batching().slots()).isEqualTo(32);
    assertThat(Settings.slots(31).withExplained(true).batching().slots()).isEqualTo(31);
    assertThat(Settings.slots(33).batching().slots()).isEqualTo(33);
  }

  @Test
  void refusesToStepInIntegersWhereNoGraphDoes() {
    var settings = Settings.slots(8, ExecutorKind.INTEGER);
    assertThatThrownBy(() -> settings.requireFit(FakeModel.reader().manifest()))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "Choosing the executor integer for fake-reader@1: expected a graph that steps its token"
                + " cell in integers, found none. Choose the executor auto; models/training adds"
                + " such a graph where the cell allows one.");
  }

  private static Remembering remembering(Duration idleMax, Duration spare) {
    return new Remembering(Memory.CARRY, idleMax, spare, Mismatch.RESET);
  }

  private static void assertRefused(ThrowingCallable choice, String message) {
    assertThatThrownBy(choice).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
