package io.undertone.job.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Answer;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.job.replay.report.Calibration.Reliability;
import io.undertone.job.replay.report.Extremes.Extreme;
import io.undertone.job.replay.report.Periods.Period;
import io.undertone.job.replay.report.PowerOfTwoBins.Bin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the page shows of each result. */
class FiguresTest {

  private static final long NOW = 1_700_000_000_000L;

  private long nanos = 7;

  @Test
  void aMoodIsTheProbabilityOfPositiveWhereverItStands() {
    Figures figures = figures("positive", "negative");

    assertThat(figures.moodLabel()).isEqualTo("positive");
    assertThat(figures.add(review(null, labelled("negative", 0.25, 0.75)), false)).isEqualTo(0.25);
    assertThat(figures.periods().periods()).containsExactly(new Period(NOW, 1, 0));
  }

  @Test
  void aMoodIsTheProbabilityOfTheLastLabelWhereNoneIsPositive() {
    Figures figures = figures("0", "1", "2");

    assertThat(figures.moodLabel()).isEqualTo("2");
    assertThat(figures.add(review(null, labelled("2", 0.25, 0.25, 0.5)), false)).isEqualTo(0.5);
    assertThat(figures.periods().periods()).containsExactly(new Period(NOW, 1, 1));
  }

  @Test
  void comparesWhatALabelSays() {
    Figures figures = figures("negative", "positive");
    figures.add(review("positive", labelled("positive", 0.25, 0.75)), true);
    figures.add(review("positive", labelled("negative", 0.625, 0.375)), true);
    figures.add(review("negative", labelled("negative", 0.875, 0.125)), true);
    figures.add(review("great", labelled("negative", 0.875, 0.125)), false);

    assertThat(figures.mistakes()).isEqualTo(1);
    assertThat(figures.extremes().most())
        .containsExactly(new Extreme("r", "ann", 0.625, "negative", "positive", 2, 5));
    assertThat(figures.named()).containsExactly(new ReviewName("r", "ann"));
    assertThat(figures.calibration().bins())
        .as("of 'positive'")
        .containsExactly(
            new Reliability(1, 0.125, 0),
            new Reliability(1, 0.375, 1),
            new Reliability(1, 0.75, 1));
    assertThat(figures.byRemembered().bins()).containsExactly(new Bin(2, 3, 3, 2 / 3.0));
    assertThat(figures.byTokens().bins()).containsExactly(new Bin(4, 7, 3, 2 / 3.0));
  }

  @Test
  void ofThreeLabelsTheOneThatWasSaidIsCalibrated() {
    Figures figures = figures("negative", "neutral", "positive");
    figures.add(review("negative", labelled("negative", 0.625, 0.25, 0.125)), true);
    figures.add(review("positive", labelled("neutral", 0.25, 0.5, 0.25)), true);

    assertThat(figures.calibration().bins())
        .containsExactly(new Reliability(1, 0.5, 0), new Reliability(1, 0.625, 1));
  }

  @Test
  void aLanguageModelHasSurprisesAndNoMistakes() {
    Figures figures = figures();

    assertThat(figures.moodLabel()).isNull();
    assertThat(figures.add(review(null, new Surprise(3.0)), false)).isEqualTo(3);
    assertThat(figures.add(review(null, new Surprise(null)), false)).isNaN();
    assertThat(figures.mistakes()).isZero();
    assertThat(figures.extremes().most())
        .containsExactly(new Extreme("r", "ann", 3, null, null, 2, 5));
    assertThat(figures.periods().periods()).containsExactly(new Period(NOW, 1, 3));
    assertThat(figures.byTokens().bins()).containsExactly(new Bin(4, 7, 1, 3));
    assertThat(figures.byRemembered().bins()).containsExactly(new Bin(2, 3, 1, 3));
  }

  @Test
  void countsReviewsThatHaveNoTime() {
    Figures figures = figures("negative", "positive");
    figures.add(review(0, null, labelled("positive", 0.25, 0.75)), false);

    assertThat(figures.untimed()).isEqualTo(1);
    assertThat(figures.periods().periods()).isEmpty();
  }

  @Test
  void followsTheReplayFromItsFirstResult() {
    Figures figures = figures();
    for (int result = 0; result < 3; result++) {
      figures.add(review(null, new Surprise(null)), false);
      nanos += Duration.ofSeconds(4).toNanos();
    }

    assertThat(figures.progress().periods())
        .extracting(Period::start)
        .containsExactly(0L, 4_000L, 8_000L);
  }

  private Figures figures(String... labels) {
    return new Figures(List.of(labels), () -> nanos);
  }

  private static Labelled labelled(String label, Double... probabilities) {
    double score = List.of(probabilities).stream().mapToDouble(each -> each).max().orElseThrow();
    return new Labelled(label, score, List.of(probabilities), null);
  }

  private static Sentiment review(@Nullable String gold, Answer answer) {
    return review(NOW, gold, answer);
  }

  private static Sentiment review(long time, @Nullable String gold, Answer answer) {
    return new Sentiment(new Origin("r", "ann", time, gold), answer, 2, 5, false, "m@1");
  }
}
