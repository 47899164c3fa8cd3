package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.undertone.event.Origin;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.job.replay.report.Roc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted of results. */
class TallyTest {

  private static final List<String> TWO = List.of("negative", "positive");

  @TempDir Path folder;

  @Test
  void comparesOnlyReviewsWhoseLabelTheModelKnows() throws IOException {
    try (Tally tally = new Tally(TWO, folder)) {
      tally.add(positive("ann", "positive", 0.9, 5, true));
      tally.add(positive("ann", "negative", 0.6, 3, false));
      tally.add(positive("bob", "negative", 0.2, 2, true));
      tally.add(positive("bob", "great", 0.9, 1, false));
      tally.add(positive("bob", null, 0.9, 1, false));

      assertThat(tally.reviews()).isEqualTo(5);
      assertThat(tally.tokens()).isEqualTo(12);
      assertThat(tally.truncated()).isEqualTo(2);
      assertThat(tally.confusion().labelled()).isEqualTo(3);
      assertThat(tally.confusion().accuracy()).isEqualTo(2 / 3.0);
      assertThat(tally.labelCounts().unknown().total()).isEqualTo(1);
      assertThat(tally.labelCounts().without()).isEqualTo(1);
      assertThat(tally.roc()).extracting(Roc::area).as("of 'positive'").isEqualTo(1.0);
      assertThat(tally.surprise()).isNull();
      assertThat(tally.moods().users()).isEqualTo(2);
    }
  }

  @Test
  void drawsNoCurveOfThreeLabels() throws IOException {
    List<String> three = List.of("negative", "neutral", "positive");
    try (Tally tally = new Tally(three, folder)) {
      for (String gold : three) {
        tally.add(
            sentiment(
                "ann", gold, new Labelled(gold, 0.5, List.of(0.25, 0.25, 0.5), null), 1, false));
      }

      assertThat(tally.confusion().accuracy()).isEqualTo(1);
      assertThat(tally.roc()).isNull();
    }
  }

  /** A text of one token says less of the model than a text of nine. */
  @Test
  void aSurpriseIsTheMeanOverAllTokens() throws IOException {
    try (Tally tally = new Tally(List.of(), folder)) {
      tally.add(sentiment("ann", null, new Surprise(2.0), 9, false));
      tally.add(sentiment("ann", null, new Surprise(4.0), 1, false));
      tally.add(sentiment("ann", null, new Surprise(null), 0, false));

      assertThat(tally.surprise()).isCloseTo((2.0 * 9 + 4) / 10, within(1e-12));
    }
  }

  @Test
  void knowsNoSurpriseWhereNothingWasRead() throws IOException {
    try (Tally tally = new Tally(List.of(), folder)) {
      tally.add(sentiment("ann", null, new Surprise(null), 0, false));

      assertThat(tally.surprise()).isNull();
    }
  }

  @Test
  void tellsUsersApartWhoseNamesBeginAlike() throws IOException {
    try (Tally tally = new Tally(TWO, folder)) {
      for (String user : List.of("ann", "anna", "änn", "ann", "änn")) {
        tally.add(positive(user, null, 0.9, 1, false));
      }

      assertThat(tally.moods().users()).isEqualTo(3);
    }
  }

  @Test
  void leavesNothingOnTheDisk() throws IOException {
    try (Tally tally = new Tally(TWO, folder)) {
      tally.add(positive("ann", "positive", 0.9, 1, false));
    }

    try (var left = Files.walk(folder).filter(Files::isRegularFile)) {
      assertThat(left).isEmpty();
    }
  }

  private static Sentiment positive(
      String user, @Nullable String gold, double positive, int tokens, boolean truncated) {
    return sentiment(
        user,
        gold,
        new Labelled(
            positive > 0.5 ? "positive" : "negative",
            Math.max(positive, 1 - positive),
            List.of(1 - positive, positive),
            null),
        tokens,
        truncated);
  }

  private static Sentiment sentiment(
      String user, @Nullable String gold, Sentiment.Answer answer, int tokens, boolean truncated) {
    return new Sentiment(new Origin("r", user, 1, gold), answer, 0, tokens, truncated, "m@1");
  }
}
